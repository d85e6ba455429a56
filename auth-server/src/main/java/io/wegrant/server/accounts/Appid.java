package io.wegrant.server.accounts;

/**
 * The id that WeChat gave a mini-program.
 *
 * @param value the appid
 */
public record Appid(String value) {

	@Override
	public String toString() {
		return this.value;
	}

}
