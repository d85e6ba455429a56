package io.wegrant.server.accounts;

/**
 * The id by which WeChat knows a person in one mini-program.
 *
 * @param value the openid, case-sensitive
 */
public record Openid(String value) {

	@Override
	public String toString() {
		return "Openid[redacted]";
	}

}
