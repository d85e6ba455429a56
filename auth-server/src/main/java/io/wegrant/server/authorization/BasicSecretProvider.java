package io.wegrant.server.authorization;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.ClientSecretAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;

/**
 * Tries each reading of the credentials of HTTP Basic. For whoever guesses that is one
 * try, with two secrets of 256 bits instead of one.
 */
final class BasicSecretProvider implements AuthenticationProvider {

	private final ClientSecretAuthenticationProvider secrets;

	BasicSecretProvider(ClientSecretAuthenticationProvider secrets) {
		this.secrets = secrets;
	}

	@Override
	public @Nullable Authentication authenticate(Authentication authentication) {
		if (!(authentication instanceof BasicCredentials credentials)) {
			return this.secrets.authenticate(authentication);
		}
		List<OAuth2ClientAuthenticationToken> readings = credentials.readings();
		for (OAuth2ClientAuthenticationToken reading : readings.subList(0, readings.size() - 1)) {
			try {
				return this.secrets.authenticate(reading);
			}
			catch (OAuth2AuthenticationException ex) {
				// It may be meant as it was sent.
			}
		}
		return this.secrets.authenticate(readings.get(readings.size() - 1));
	}

	@Override
	public boolean supports(Class<?> authentication) {
		return this.secrets.supports(authentication);
	}

}
