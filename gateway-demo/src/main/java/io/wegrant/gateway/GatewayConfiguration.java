package io.wegrant.gateway;

import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.util.StringUtils;

import io.wegrant.resourceserver.boot.WegrantReactiveResourceServerConfigurer;

/**
 * The routes, and what a token needs for each of them. Both come from the same list, so
 * that no route is open by mistake.
 */
@Configuration(proxyBeanMethods = false)
class GatewayConfiguration {

	// The token goes on as it came, in its header: signed, it is the one thing about a
	// user that a service can believe.
	@Bean
	RouteLocator routes(RouteLocatorBuilder builder, GatewayRoutes gateway) {
		RouteLocatorBuilder.Builder routes = builder.routes();
		gateway.routes()
			.forEach((route) -> routes.route(route.path(), (spec) -> spec.path(route.path()).uri(route.uri())));
		return routes.build();
	}

	@Bean
	SecurityWebFilterChain security(ServerHttpSecurity http, WegrantReactiveResourceServerConfigurer wegrant,
			GatewayRoutes gateway) {
		return wegrant.apply(http).authorizeExchange((exchanges) -> {
			for (GatewayRoutes.Route route : gateway.routes()) {
				var paths = exchanges.pathMatchers(route.path());
				if (StringUtils.hasText(route.scope())) {
					paths.hasAuthority("SCOPE_" + route.scope());
				}
				else {
					paths.authenticated();
				}
			}
			exchanges.anyExchange().authenticated();
		}).build();
	}

}
