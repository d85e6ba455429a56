package io.wegrant.server.authorization;

import java.io.Serial;
import java.util.List;

import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;

import io.wegrant.server.clients.ClientId;

/**
 * The credentials of HTTP Basic: as they read form-decoded, and as they were sent if that
 * is something else.
 */
final class BasicCredentials extends OAuth2ClientAuthenticationToken {

	@Serial
	private static final long serialVersionUID = 1L;

	private final transient List<Pair> readings;

	/**
	 * Creates the credentials.
	 * @param readings how they can be read, at least one
	 */
	BasicCredentials(List<Pair> readings) {
		super(readings.get(0).clientId().value(), ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
				readings.get(0).secret(), null);
		this.readings = readings;
	}

	/**
	 * Lists each reading by itself.
	 * @return what may be the client's id and secret
	 */
	List<OAuth2ClientAuthenticationToken> readings() {
		return this.readings.stream()
			.map((pair) -> new OAuth2ClientAuthenticationToken(pair.clientId().value(),
					ClientAuthenticationMethod.CLIENT_SECRET_BASIC, pair.secret(), null))
			.toList();
	}

	/**
	 * An id and a secret.
	 *
	 * @param clientId the client's id
	 * @param secret its secret
	 */
	record Pair(ClientId clientId, String secret) {

		@Override
		public String toString() {
			return "Pair[redacted]";
		}

	}

}
