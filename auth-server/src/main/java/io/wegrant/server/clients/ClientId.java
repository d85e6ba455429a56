package io.wegrant.server.clients;

/**
 * A client's identifier (RFC 6749 section 2.2).
 *
 * @param value the {@code client_id}
 */
public record ClientId(String value) {

	@Override
	public String toString() {
		return this.value;
	}

}
