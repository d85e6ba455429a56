package io.wegrant.demo;

import jakarta.servlet.DispatcherType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

import io.wegrant.resourceserver.spring.WechatEvents;
import io.wegrant.resourceserver.spring.WegrantResourceServerConfigurer;

/**
 * Who may call at all. Only the provider takes WeChat's pushes on, so that no user can
 * say that an order was paid; the controllers ask everybody else for scopes.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

	@Bean
	SecurityFilterChain security(HttpSecurity http) {
		// @formatter:off
		return http
			.with(new WegrantResourceServerConfigurer())
			.authorizeHttpRequests((requests) -> requests
				.dispatcherTypeMatchers(DispatcherType.ERROR).permitAll()
				.requestMatchers("/wechat/events").access(WechatEvents.fromProvider())
				.anyRequest().authenticated())
			.build();
		// @formatter:on
	}

}
