package io.wegrant.server.authorization;

import java.util.Objects;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Reads a request of the {@code client_credentials} grant.
 */
final class ClientCredentialsConverter implements AuthenticationConverter {

	@Override
	public @Nullable Authentication convert(HttpServletRequest request) {
		TokenRequestParameters parameters = new TokenRequestParameters(request);
		if (!parameters.isGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS.getValue())) {
			return null;
		}
		Authentication client = Objects.requireNonNull(SecurityContextHolder.getContext().getAuthentication());
		return new ClientCredentialsAuthenticationToken(client, parameters.access());
	}

}
