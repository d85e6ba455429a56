package io.wegrant.resourceserver.spring;

import java.time.Clock;
import java.util.Objects;
import java.util.Set;

import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.util.StringUtils;

import io.wegrant.resourceserver.AccessTokenVerifier;

/**
 * How tokens are verified, and what is counted.
 */
@Configuration(proxyBeanMethods = false)
public final class VerifierConfiguration {

	private static final String ISSUER = "spring.security.oauth2.resourceserver.jwt.issuer-uri";

	private static final String AUDIENCES = "spring.security.oauth2.resourceserver.jwt.audiences";

	@Bean
	@ConditionalOnMissingBean
	AccessTokenJwts wegrantAccessTokenJwts() {
		return new AccessTokenJwts();
	}

	// It has to know keys and revocations when the first request comes, however lazy the
	// service is otherwise. As with Boot's decoder, validators that the service defines
	// have a say as well.
	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean
	AccessTokenVerifier wegrantAccessTokenVerifier(Environment environment, WegrantResourceServerProperties properties,
			AccessTokenJwts jwts, ObjectProvider<OAuth2TokenValidator<Jwt>> validators, ObjectProvider<Clock> clocks,
			ResourceLoader resources) {
		AccessTokenVerifier.Builder verifier = properties.describe(verifier(environment))
			.audiences(audiences(environment))
			.clock(clocks.getIfUnique(Clock::systemUTC))
			.classLoader(Objects.requireNonNull(resources.getClassLoader()));
		validators.orderedStream().map((validator) -> new ServiceRule(validator, jwts)).forEach(verifier::rule);
		return verifier.build();
	}

	private static AccessTokenVerifier.Builder verifier(Environment environment) {
		String issuer = environment.getProperty(ISSUER);
		if (!StringUtils.hasText(issuer)) {
			throw SetupException.missingProperty(ISSUER, "https://login.example.com",
					"It names the provider whose access tokens this service accepts.");
		}
		try {
			return AccessTokenVerifier.builder(issuer);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(ISSUER, issuer, ex.getMessage());
		}
	}

	private static Set<String> audiences(Environment environment) {
		Set<String> audiences = Binder.get(environment).bind(AUDIENCES, Bindable.setOf(String.class)).orElse(Set.of());
		if (audiences.stream().noneMatch(StringUtils::hasText)) {
			throw SetupException.missingProperty(AUDIENCES, "https://shop.example.com",
					"It names this service in the access tokens that are meant for it; without it, tokens for other"
							+ " services would be accepted.");
		}
		return audiences;
	}

	/**
	 * What only a service with metrics needs.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterBinder.class)
	static class Metrics {

		@Bean
		MicrometerMeters wegrantMeters(AccessTokenVerifier verifier) {
			return MicrometerMeters.of(verifier);
		}

	}

}
