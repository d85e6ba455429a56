package io.wegrant.resourceserver;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;

/**
 * The rules for the claims of an access token (RFC 9068 sections 2.2 and 4): the required
 * ones are present, the issuer is the provider, an audience is this service, and the
 * times fit within the clock skew. A token that is bound to a client certificate (RFC
 * 8705) counts only over a connection with that certificate.
 */
final class AccessTokenValidator implements OAuth2TokenValidator<Jwt> {

	private static final List<String> REQUIRED = List.of(JwtClaimNames.EXP, JwtClaimNames.SUB, "client_id",
			JwtClaimNames.IAT, JwtClaimNames.JTI);

	private final OAuth2TokenValidator<Jwt> rules;

	AccessTokenValidator(Issuer issuer, Set<String> audiences, Duration clockSkew, Clock clock) {
		Stream<OAuth2TokenValidator<Jwt>> required = REQUIRED.stream()
			.map((name) -> new JwtClaimValidator<>(name, Objects::nonNull));
		Stream<OAuth2TokenValidator<Jwt>> matching = Stream.of(new JwtTypeValidator("at+jwt", "application/at+jwt"),
				new JwtIssuerValidator(issuer.value()), audience(audiences), times(clockSkew, clock),
				issuedAt(clockSkew, clock));
		this.rules = JwtValidators.createDefaultWithValidators(Stream.concat(required, matching).toList());
	}

	private static OAuth2TokenValidator<Jwt> audience(Set<String> audiences) {
		return new JwtClaimValidator<Collection<String>>(JwtClaimNames.AUD,
				(claim) -> claim != null && !Collections.disjoint(claim, audiences));
	}

	private static OAuth2TokenValidator<Jwt> times(Duration clockSkew, Clock clock) {
		JwtTimestampValidator validator = new JwtTimestampValidator(clockSkew);
		validator.setClock(clock);
		return validator;
	}

	private static OAuth2TokenValidator<Jwt> issuedAt(Duration clockSkew, Clock clock) {
		return new JwtClaimValidator<Instant>(JwtClaimNames.IAT,
				(claim) -> claim != null && !claim.isAfter(clock.instant().plus(clockSkew)));
	}

	@Override
	public OAuth2TokenValidatorResult validate(Jwt token) {
		return this.rules.validate(token);
	}

}
