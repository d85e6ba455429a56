package io.wegrant.gateway;

import java.net.URI;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Where requests go.
 *
 * @param routes The routes. The first whose path matches counts.
 */
@ConfigurationProperties("gateway")
record GatewayRoutes(List<Route> routes) {

	/**
	 * Refuses a gateway that leads nowhere.
	 */
	GatewayRoutes {
		Assert.notEmpty(routes, "gateway.routes must name at least one route");
		routes = List.copyOf(routes);
	}

	/**
	 * One service, or a part of it.
	 *
	 * @param path Pattern of the paths, such as /goods/**.
	 * @param uri Address of the service, without a path.
	 * @param scope Scope that a token needs for these paths; any good token will do if
	 * there is none.
	 */
	record Route(String path, URI uri, @Nullable String scope) {

		/**
		 * Refuses what cannot be a route.
		 */
		Route {
			Assert.isTrue(StringUtils.startsWithIgnoreCase(path, "/"), "gateway.routes[].path must begin with a slash");
			Assert.isTrue(uri != null && uri.getHost() != null,
					"gateway.routes[].uri must be the address of a service");
		}

	}

}
