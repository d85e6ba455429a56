package io.wegrant.resourceserver.boot;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerProperties;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.reactive.ReactiveOAuth2ResourceServerAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.web.OAuth2ResourceServerWebSecurityAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.web.reactive.ReactiveOAuth2ResourceServerWebSecurityAutoConfiguration;
import org.springframework.context.annotation.Import;

import io.wegrant.resourceserver.spring.AuthoritiesConfiguration;
import io.wegrant.resourceserver.spring.NoWebApplication;
import io.wegrant.resourceserver.spring.WegrantResourceServerProperties;

/**
 * Makes a service a resource server of WeGrant, whichever kind of application it is. It
 * stands before Spring Boot's auto-configurations for resource servers, which then find
 * their places taken; each bean in turn gives way to one that the service defines.
 */
@AutoConfiguration(before = { OAuth2ResourceServerAutoConfiguration.class,
		OAuth2ResourceServerWebSecurityAutoConfiguration.class, ReactiveOAuth2ResourceServerAutoConfiguration.class,
		ReactiveOAuth2ResourceServerWebSecurityAutoConfiguration.class })
@EnableConfigurationProperties({ WegrantResourceServerProperties.class, OAuth2ResourceServerProperties.class })
@Import({ AuthoritiesConfiguration.class, ServletResourceServer.class, ReactiveResourceServer.class,
		NoWebApplication.class })
public final class WegrantResourceServerAutoConfiguration {

}
