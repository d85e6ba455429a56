package io.wegrant.server.sessions;

import java.util.Objects;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.web.authentication.AuthenticationConverter;

import io.wegrant.server.authorization.TokenRequestParameters;

/**
 * Reads a request of the {@code refresh_token} grant.
 */
final class RefreshTokenConverter implements AuthenticationConverter {

	@Override
	public @Nullable Authentication convert(HttpServletRequest request) {
		TokenRequestParameters parameters = new TokenRequestParameters(request);
		if (!parameters.isGrantType(AuthorizationGrantType.REFRESH_TOKEN.getValue())) {
			return null;
		}
		Authentication client = Objects.requireNonNull(SecurityContextHolder.getContext().getAuthentication());
		return new RefreshTokenAuthenticationToken(client, parameters.required(OAuth2ParameterNames.REFRESH_TOKEN),
				parameters.access());
	}

}
