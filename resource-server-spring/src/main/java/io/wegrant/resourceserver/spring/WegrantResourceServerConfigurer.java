package io.wegrant.resourceserver.spring;

import org.springframework.context.ApplicationContext;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.authentication.AuthenticationEntryPointFailureHandler;

/**
 * The part of a filter chain that every WeGrant resource server has: access tokens and
 * nothing else, no session, no log-in page, no CSRF token, errors as in RFC 6750 with
 * problem details.
 * <p>
 * The starter's own chain uses it. A service that defines its chains, to open a path for
 * example, applies it by {@code http.with(new WegrantResourceServerConfigurer())} and
 * adds its rules.
 */
public final class WegrantResourceServerConfigurer
		extends AbstractHttpConfigurer<WegrantResourceServerConfigurer, HttpSecurity> {

	@Override
	public void setBuilder(HttpSecurity http) {
		super.setBuilder(http);
		ApplicationContext context = http.getSharedObject(ApplicationContext.class);
		BearerErrors errors = new BearerErrors(
				context.getBean(WegrantResourceServerProperties.class).keys().retryAfter());
		// @formatter:off
		http
			.csrf(AbstractHttpConfigurer::disable)
			.formLogin(AbstractHttpConfigurer::disable)
			.httpBasic(AbstractHttpConfigurer::disable)
			.logout(AbstractHttpConfigurer::disable)
			.requestCache(AbstractHttpConfigurer::disable)
			.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.exceptionHandling((exceptions) -> exceptions
				.authenticationEntryPoint(errors)
				.accessDeniedHandler(errors))
			.oauth2ResourceServer((resourceServer) -> {
				resourceServer
					.jwt(Customizer.withDefaults())
					.authenticationEntryPoint(errors)
					.accessDeniedHandler(errors)
					.withObjectPostProcessor(new TechnicalFailures(errors));
				context.getBeanProvider(ResourceServerCustomizer.class)
					.orderedStream()
					.forEach((customizer) -> customizer.customize(resourceServer));
			});
		// @formatter:on
	}

	/**
	 * Sends also failures that are not the token's fault to the entry point, which makes
	 * them a 503; by default the filter throws them, which makes them a 500.
	 */
	private record TechnicalFailures(
			BearerErrors errors) implements ObjectPostProcessor<BearerTokenAuthenticationFilter> {

		@Override
		public <O extends BearerTokenAuthenticationFilter> O postProcess(O filter) {
			AuthenticationEntryPointFailureHandler handler = new AuthenticationEntryPointFailureHandler(this.errors);
			handler.setRethrowAuthenticationServiceException(false);
			filter.setAuthenticationFailureHandler(handler);
			return filter;
		}

	}

}
