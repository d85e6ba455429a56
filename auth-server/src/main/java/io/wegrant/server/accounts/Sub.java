package io.wegrant.server.accounts;

/**
 * The public id of a user, which is the {@code sub} of access tokens.
 *
 * @param value 128 random bits in base64url; of one that somebody asked for, anything
 */
public record Sub(String value) {

	@Override
	public String toString() {
		return this.value;
	}

}
