package io.wegrant.resourceserver;

import java.time.Clock;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidationException;

/**
 * Decodes access tokens. One that is seen for the first time is verified in full; after
 * that it costs one look-up, as long as the provider publishes its key.
 * <p>
 * Whether it has expired, whether the service's own validators let it pass and whether it
 * has been revoked is asked each time.
 */
final class AccessTokenDecoder implements JwtDecoder {

	private final AccessTokenVerifier verifier;

	private final TokenCache cache;

	private final ProviderKeys keys;

	private final List<OAuth2TokenValidator<Jwt>> serviceRules;

	private final RevocationCheck revocations;

	private final long clockSkew;

	private final Clock clock;

	private final OutcomeCounts<TokenResult> tally = new OutcomeCounts<>(TokenResult.class);

	AccessTokenDecoder(AccessTokenVerifier verifier, TokenCache cache, ProviderKeys keys,
			List<OAuth2TokenValidator<Jwt>> serviceRules, RevocationCheck revocations, long clockSkew, Clock clock) {
		this.verifier = verifier;
		this.cache = cache;
		this.keys = keys;
		this.serviceRules = List.copyOf(serviceRules);
		this.revocations = revocations;
		this.clockSkew = clockSkew;
		this.clock = clock;
	}

	@Override
	public Jwt decode(String token) {
		try {
			VerifiedToken verified = verify(token);
			askService(verified.jwt());
			this.revocations.check(verified);
			this.tally.add(TokenResult.ACCEPTED);
			return verified.jwt();
		}
		catch (JwtException ex) {
			this.tally.add(result(ex));
			throw ex;
		}
	}

	OutcomeCounts<TokenResult> results() {
		return this.tally;
	}

	private VerifiedToken verify(String token) {
		VerifiedToken known = known(token);
		if (known != null) {
			return known;
		}
		VerifiedToken verified = this.verifier.verify(token);
		if (!verified.isBound()) {
			this.cache.keep(token, verified);
		}
		return verified;
	}

	private @Nullable VerifiedToken known(String token) {
		VerifiedToken known = this.cache.find(token);
		if (known == null) {
			return null;
		}
		if (this.clock.millis() - this.clockSkew > known.expiresAt()) {
			throw new RefusedTokenException(TokenResult.EXPIRED, "The token has expired");
		}
		if (!this.keys.contain(known.keyId())) {
			this.cache.drop(token);
			return null;
		}
		return known;
	}

	private void askService(Jwt token) {
		for (OAuth2TokenValidator<Jwt> rule : this.serviceRules) {
			OAuth2TokenValidatorResult result = rule.validate(token);
			if (result.hasErrors()) {
				throw new JwtValidationException("A validator of the service refuses the token: "
						+ result.getErrors().iterator().next().getDescription(), result.getErrors());
			}
		}
	}

	private static TokenResult result(JwtException refused) {
		if (refused instanceof RefusedTokenException rule) {
			return rule.result();
		}
		if (refused instanceof JwtValidationException) {
			return TokenResult.SERVICE;
		}
		return (refused instanceof StaleRevocationsException) ? TokenResult.STALE : TokenResult.UNAVAILABLE;
	}

}
