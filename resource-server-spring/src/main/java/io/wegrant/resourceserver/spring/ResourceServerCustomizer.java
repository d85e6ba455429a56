package io.wegrant.resourceserver.spring;

import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.resource.OAuth2ResourceServerConfigurer;

/**
 * What a starter adds to the resource server of each filter chain, since its Spring
 * Security has it and another one has not.
 */
@FunctionalInterface
public interface ResourceServerCustomizer extends Customizer<OAuth2ResourceServerConfigurer<HttpSecurity>> {

}
