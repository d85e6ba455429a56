package io.wegrant.server.authorization;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

import io.wegrant.server.limits.ClientNetwork;
import io.wegrant.server.limits.RateLimit;

/**
 * Slows down who tries wrong secrets or assertions for a client from one address. It
 * neither locks the client out, since the right one always passes, nor touches other
 * clients.
 */
final class ThrottledProofProvider implements AuthenticationProvider {

	private static final Logger logger = LoggerFactory.getLogger(ThrottledProofProvider.class);

	private final AuthenticationProvider proofs;

	private final RegisteredClientRepository clients;

	private final RateLimit wrongSecrets;

	ThrottledProofProvider(AuthenticationProvider proofs, RegisteredClientRepository clients, RateLimit wrongSecrets) {
		this.proofs = proofs;
		this.clients = clients;
		this.wrongSecrets = wrongSecrets;
	}

	@Override
	public @Nullable Authentication authenticate(Authentication authentication) {
		try {
			return this.proofs.authenticate(authentication);
		}
		catch (TokenRequestRefused ex) {
			// Nobody knows whether it was wrong.
			throw ex;
		}
		catch (OAuth2AuthenticationException ex) {
			String address = (authentication.getDetails() instanceof WebAuthenticationDetails details)
					? details.getRemoteAddress() : "";
			// Names that nobody registered share one bucket: they are made up without
			// end.
			boolean registered = this.clients.findByClientId(authentication.getName()) != null;
			Optional<Duration> wait = this.wrongSecrets
				.use((registered ? authentication.getName() : "") + " " + ClientNetwork.of(address));
			if (wait.isPresent()) {
				throw TokenRequestRefused.tooManyRequests(wait.get());
			}
			logger.warn("A client could not prove who it is, from {}", address);
			throw ex;
		}
	}

	@Override
	public boolean supports(Class<?> authentication) {
		return this.proofs.supports(authentication);
	}

}
