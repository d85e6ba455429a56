package io.wegrant.server.revocation;

import java.io.Serial;

import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.BearerTokenErrors;

/**
 * A genuine access token that is meant for others (RFC 9068 section 4). The answer says
 * what to ask for instead: whoever may ask needs to know, and nobody else can use it.
 */
final class OtherAudienceException extends OAuth2AuthenticationException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String detail;

	private OtherAudienceException(String detail) {
		super(BearerTokenErrors.invalidToken(detail));
		this.detail = detail;
	}

	static OtherAudienceException than(String issuer) {
		return new OtherAudienceException(
				"the access token is not for the provider itself, ask for one with resource=" + issuer);
	}

	String detail() {
		return this.detail;
	}

}
