package io.wegrant.resourceserver.spring;

import java.util.Optional;

import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;

import io.wegrant.resourceserver.AccessToken;
import io.wegrant.resourceserver.AccessTokenRule;

/**
 * A validator that a service defines, as a rule of its tokens.
 *
 * @param validator the validator
 * @param jwts the tokens as it is to see them
 */
public record ServiceRule(OAuth2TokenValidator<Jwt> validator, AccessTokenJwts jwts) implements AccessTokenRule {

	@Override
	public Optional<String> refusal(AccessToken token) {
		OAuth2TokenValidatorResult result = this.validator.validate(this.jwts.jwt(token));
		return result.hasErrors() ? Optional.of("A validator of the service refuses the token: " + result.getErrors())
				: Optional.empty();
	}

}
