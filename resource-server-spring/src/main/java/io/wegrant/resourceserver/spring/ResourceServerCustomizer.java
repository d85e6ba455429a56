package io.wegrant.resourceserver.spring;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.resource.OAuth2ResourceServerConfigurer;

/**
 * What a starter adds to the resource server of each filter chain, since its Spring
 * Security has it and another one has not. It is no {@code Customizer} of Spring
 * Security's, which applies those that are beans to all chains: also to a chain of the
 * service's own that checks no tokens, which could not be built then.
 */
@FunctionalInterface
public interface ResourceServerCustomizer {

	/**
	 * Adds it.
	 * @param resourceServer the resource server of a chain
	 */
	void customize(OAuth2ResourceServerConfigurer<HttpSecurity> resourceServer);

}
