package io.wegrant.server.authorization;

import java.text.ParseException;

import com.nimbusds.jwt.SignedJWT;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Reads an assertion by which a client authenticates (RFC 7523 section 2.2). Whose it is
 * the assertion says, so that a {@code client_id} beside it may be absent (RFC 7521
 * section 4.2); if it is there, the assertion has to be that client's.
 */
final class ClientAssertionConverter implements AuthenticationConverter {

	private static final ClientAuthenticationMethod JWT_BEARER = new ClientAuthenticationMethod(
			"urn:ietf:params:oauth:client-assertion-type:jwt-bearer");

	@Override
	public @Nullable Authentication convert(HttpServletRequest request) {
		String assertion = request.getParameter(OAuth2ParameterNames.CLIENT_ASSERTION);
		if (assertion == null
				|| !JWT_BEARER.getValue().equals(request.getParameter(OAuth2ParameterNames.CLIENT_ASSERTION_TYPE))) {
			return null;
		}
		String clientId = request.getParameter(OAuth2ParameterNames.CLIENT_ID);
		return new OAuth2ClientAuthenticationToken((clientId != null) ? clientId : subject(assertion), JWT_BEARER,
				assertion, null);
	}

	// Whoever it names, it is checked with that client's keys.
	private static String subject(String assertion) {
		try {
			String subject = SignedJWT.parse(assertion).getJWTClaimsSet().getSubject();
			if (subject != null) {
				return subject;
			}
		}
		catch (ParseException | RuntimeException ex) {
			// It is no assertion. Of some texts, such as a header that is null, the
			// library makes other exceptions.
		}
		throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
	}

}
