package io.wegrant.resourceserver;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;

import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
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
final class AccessTokenValidator {

	private static final List<String> REQUIRED = List.of(JwtClaimNames.EXP, JwtClaimNames.SUB, "client_id",
			JwtClaimNames.IAT, JwtClaimNames.JTI);

	private static final OAuth2Error NO_EPOCH = new OAuth2Error(OAuth2ErrorCodes.INVALID_TOKEN,
			"user_epoch or client_epoch is missing or no whole number", null);

	private final List<Rule> rules;

	AccessTokenValidator(Issuer issuer, Set<String> audiences, Duration clockSkew, Clock clock) {
		OAuth2TokenValidator<Jwt> audience = new JwtClaimValidator<Collection<String>>(JwtClaimNames.AUD,
				(claim) -> !Collections.disjoint(claim, audiences));
		this.rules = List.of(rule(TokenResult.ISSUER, new JwtIssuerValidator(issuer.value())),
				rule(TokenResult.AUDIENCE, audience), rule(TokenResult.INCOMPLETE, AccessTokenValidator::complete),
				rule(TokenResult.INCOMPLETE, AccessTokenValidator::epochs),
				rule(TokenResult.EXPIRED, expiry(clockSkew, clock)),
				rule(TokenResult.NOT_YET_VALID, issuedAt(clockSkew, clock)),
				rule(TokenResult.NOT_YET_VALID, times(clockSkew, clock)),
				rule(TokenResult.BINDING, JwtValidators.createDefaultWithValidators(
						List.of(new JwtTypeValidator("at+jwt", "application/at+jwt"), times(clockSkew, clock)))));
	}

	private static Rule rule(TokenResult result, OAuth2TokenValidator<Jwt> validator) {
		return new Rule(result, validator);
	}

	private static OAuth2TokenValidatorResult complete(Jwt token) {
		return REQUIRED.stream()
			.map((name) -> new JwtClaimValidator<>(name, (claim) -> true).validate(token))
			.filter(OAuth2TokenValidatorResult::hasErrors)
			.findFirst()
			.orElse(OAuth2TokenValidatorResult.success());
	}

	// A user's token is of an epoch of the user and of one of the client, another of the
	// client's alone.
	private static OAuth2TokenValidatorResult epochs(Jwt token) {
		boolean good = isEpoch(token, "client_epoch")
				&& (isEpoch(token, "user_epoch") || !(token.hasClaim("user_epoch") || token.hasClaim("sid")));
		return good ? OAuth2TokenValidatorResult.success() : OAuth2TokenValidatorResult.failure(NO_EPOCH);
	}

	private static boolean isEpoch(Jwt token, String claim) {
		return token.getClaims().get(claim) instanceof Long epoch && epoch >= 0;
	}

	private static OAuth2TokenValidator<Jwt> expiry(Duration clockSkew, Clock clock) {
		return new JwtClaimValidator<Instant>(JwtClaimNames.EXP,
				(claim) -> !clock.instant().minus(clockSkew).isAfter(claim));
	}

	private static OAuth2TokenValidator<Jwt> issuedAt(Duration clockSkew, Clock clock) {
		return new JwtClaimValidator<Instant>(JwtClaimNames.IAT,
				(claim) -> !claim.isAfter(clock.instant().plus(clockSkew)));
	}

	private static OAuth2TokenValidator<Jwt> times(Duration clockSkew, Clock clock) {
		JwtTimestampValidator validator = new JwtTimestampValidator(clockSkew);
		validator.setClock(clock);
		return validator;
	}

	/**
	 * Lets the token pass or throws.
	 * @param token the token
	 * @throws RefusedTokenException naming the first rule that refuses it
	 */
	void validate(Jwt token) {
		for (Rule rule : this.rules) {
			OAuth2TokenValidatorResult result = rule.validator().validate(token);
			if (result.hasErrors()) {
				throw new RefusedTokenException(rule.result(), result.getErrors().toString());
			}
		}
	}

	private record Rule(TokenResult result, OAuth2TokenValidator<Jwt> validator) {
	}

}
