package io.wegrant.server.accounts;

/**
 * The id by which WeChat knows a person across the mini-programs of one Open Platform
 * account.
 *
 * @param value the unionid
 */
public record Unionid(String value) {

	@Override
	public String toString() {
		return "Unionid[redacted]";
	}

}
