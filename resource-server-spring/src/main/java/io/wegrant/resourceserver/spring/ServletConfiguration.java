package io.wegrant.resourceserver.spring;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * What only a servlet web application needs.
 */
@Configuration(proxyBeanMethods = false)
public final class ServletConfiguration {

	@Bean
	@ConditionalOnMissingBean(BearerTokenResolver.class)
	AuthorizationHeaderResolver wegrantBearerTokenResolver() {
		return new AuthorizationHeaderResolver();
	}

	// Spring's own, and as strict.
	@Bean
	@ConditionalOnMissingBean(HttpFirewall.class)
	StrictHttpFirewall wegrantHttpFirewall() {
		StrictHttpFirewall firewall = new StrictHttpFirewall();
		firewall.setAllowedHeaderNames(new PrintableAscii(StrictHttpFirewall.ALLOWED_HEADER_NAMES));
		firewall.setAllowedHeaderValues(new PrintableAscii(StrictHttpFirewall.ALLOWED_HEADER_VALUES));
		return firewall;
	}

}
