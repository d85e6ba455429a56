package io.wegrant.server.authorization;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;

import io.wegrant.server.authorization.ClientKeys.UnavailableException;
import io.wegrant.server.clients.ClientId;
import io.wegrant.server.clients.UsedAssertions;
import io.wegrant.server.settings.TimeAllowances;

/**
 * Checks the assertions by which clients authenticate with {@code private_key_jwt} (RFC
 * 7523 section 3): signed with ES256 by a key that the client publishes, by and about the
 * client, for this provider, short-lived, and presented for the first time. That it was
 * is written down last, when nothing else is wrong with it.
 */
final class ClientAssertions implements JwtDecoderFactory<RegisteredClient> {

	/** How far {@code exp} may be ahead. */
	private static final Duration LONGEST = Duration.ofMinutes(5);

	/** By how much the clocks of clients may differ from the provider's. */
	private static final Duration LEEWAY = TimeAllowances.TO_SERVICES;

	private static final int MAX_JTI = 256;

	private final ClientKeys keys;

	private final UsedAssertions used;

	private final Set<String> audiences;

	private final Clock clock;

	ClientAssertions(ClientKeys keys, UsedAssertions used, AuthorizationServerSettings settings, Clock clock) {
		this.keys = keys;
		this.used = used;
		this.clock = clock;
		String issuer = Objects.requireNonNull(settings.getIssuer());
		this.audiences = Stream
			.of("", settings.getTokenEndpoint(), settings.getTokenRevocationEndpoint(),
					settings.getTokenIntrospectionEndpoint())
			.map(issuer::concat)
			.collect(Collectors.toUnmodifiableSet());
	}

	@Override
	public JwtDecoder createDecoder(RegisteredClient client) {
		return (assertion) -> decode(client, assertion);
	}

	private Jwt decode(RegisteredClient client, String assertion) {
		Jwt jwt = verify(client, assertion);
		Instant goodUntil = Objects.requireNonNull(jwt.getExpiresAt()).plus(LEEWAY);
		if (!this.used.use(new ClientId(client.getClientId()), Objects.requireNonNull(jwt.getId()), goodUntil)) {
			throw new BadJwtException("The assertion was used before");
		}
		return jwt;
	}

	private Jwt verify(RegisteredClient client, String assertion) {
		DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
		processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.ES256,
				(selector, context) -> this.keys.find(client, selector)));
		processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT,
				new JOSEObjectType("client-authentication+jwt"), null));
		processor.setJWTClaimsSetVerifier((claims, context) -> {
		});
		NimbusJwtDecoder decoder = new NimbusJwtDecoder(processor);
		decoder.setJwtValidator(validator(client.getClientId()));
		try {
			return decoder.decode(assertion);
		}
		catch (JwtException ex) {
			if (ex.getCause() instanceof UnavailableException unavailable) {
				throw TokenRequestRefused.temporarilyUnavailable(unavailable.retryAfter());
			}
			throw ex;
		}
	}

	private OAuth2TokenValidator<Jwt> validator(String clientId) {
		JwtTimestampValidator times = new JwtTimestampValidator(LEEWAY);
		times.setClock(this.clock);
		return new DelegatingOAuth2TokenValidator<>(new JwtClaimValidator<>(JwtClaimNames.ISS, clientId::equals),
				new JwtClaimValidator<>(JwtClaimNames.SUB, clientId::equals),
				new JwtClaimValidator<List<String>>(JwtClaimNames.AUD, this::isForThisProvider), times,
				new JwtClaimValidator<>(JwtClaimNames.EXP, this::isSoon),
				new JwtClaimValidator<>(JwtClaimNames.JTI, ClientAssertions::isName));
	}

	private boolean isForThisProvider(List<String> audience) {
		return audience != null && !Collections.disjoint(audience, this.audiences);
	}

	private boolean isSoon(Instant exp) {
		Instant latest = this.clock.instant().plus(LONGEST).plus(TimeAllowances.BETWEEN_NODES);
		return exp != null && !exp.isAfter(latest);
	}

	private static boolean isName(String jti) {
		return jti != null && !jti.isEmpty() && jti.length() <= MAX_JTI;
	}

}
