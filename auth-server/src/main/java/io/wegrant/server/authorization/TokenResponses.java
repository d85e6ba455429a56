package io.wegrant.server.authorization;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes granted tokens (RFC 6749 section 5.1). The framework's own answer counts
 * {@code expires_in} from the moment it writes, and so is always a second short.
 */
final class TokenResponses implements AuthenticationSuccessHandler {

	private static final JsonMapper JSON = new JsonMapper();

	@Override
	public void onAuthenticationSuccess(HttpServletRequest request, HttpServletResponse response,
			Authentication authentication) throws IOException {
		OAuth2AccessTokenAuthenticationToken granted = (OAuth2AccessTokenAuthenticationToken) authentication;
		OAuth2AccessToken accessToken = granted.getAccessToken();
		Map<String, Object> body = new LinkedHashMap<>();
		body.put(OAuth2ParameterNames.ACCESS_TOKEN, accessToken.getTokenValue());
		body.put(OAuth2ParameterNames.TOKEN_TYPE, accessToken.getTokenType().getValue());
		body.put(OAuth2ParameterNames.EXPIRES_IN, lifetime(accessToken).toSeconds());
		if (granted.getRefreshToken() != null) {
			body.put(OAuth2ParameterNames.REFRESH_TOKEN, granted.getRefreshToken().getTokenValue());
		}
		if (!accessToken.getScopes().isEmpty()) {
			body.put(OAuth2ParameterNames.SCOPE, String.join(" ", accessToken.getScopes()));
		}
		body.putAll(granted.getAdditionalParameters());
		response.setContentType(MediaType.APPLICATION_JSON_VALUE);
		response.getOutputStream().write(JSON.writeValueAsBytes(body));
	}

	private static Duration lifetime(OAuth2AccessToken accessToken) {
		return Duration.between(Objects.requireNonNull(accessToken.getIssuedAt()),
				Objects.requireNonNull(accessToken.getExpiresAt()));
	}

}
