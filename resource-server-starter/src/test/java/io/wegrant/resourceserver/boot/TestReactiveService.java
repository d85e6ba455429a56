package io.wegrant.resourceserver.boot;

import java.util.List;
import java.util.Map;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import io.wegrant.resourceserver.AccountEventListener;
import io.wegrant.resourceserver.HttpService;

/**
 * Reactive services with the starter, on Netty.
 */
final class TestReactiveService {

	static final String AUDIENCE = "http://service.test";

	private TestReactiveService() {
	}

	static HttpService start(Class<?> application, String issuer, String... arguments) {
		return start(application, issuer, List.of(), arguments);
	}

	static HttpService start(Class<?> application, String issuer, List<AccountEventListener> listeners,
			String... arguments) {
		ReactiveWebServerApplicationContext context = (ReactiveWebServerApplicationContext) new SpringApplicationBuilder(
				application)
			.web(WebApplicationType.REACTIVE)
			.initializers((initialized) -> TestService.listeners((GenericApplicationContext) initialized, listeners))
			.properties(
					Map.of("server.port", "0", "spring.main.banner-mode", "off", "server.max-http-request-header-size",
							"128KB", "spring.security.oauth2.resourceserver.jwt.issuer-uri", issuer,
							"spring.security.oauth2.resourceserver.jwt.audiences", AUDIENCE))
			.run(arguments);
		return new HttpService(context.getWebServer().getPort(), context::close);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Controller controller() {
			return new Controller();
		}

		// Services that end would end the threads of the others.
		@Bean
		ReactorResourceFactory ownThreads() {
			ReactorResourceFactory resources = new ReactorResourceFactory();
			resources.setUseGlobalResources(false);
			return resources;
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ApplicationWithOwnChain {

		@Bean
		SecurityWebFilterChain security(ServerHttpSecurity http, WegrantReactiveResourceServerConfigurer wegrant) {
			return wegrant.apply(http)
				.authorizeExchange((exchanges) -> exchanges.pathMatchers("/open")
					.permitAll()
					.pathMatchers("/goods")
					.hasAuthority("SCOPE_goods.read")
					.pathMatchers("/wechat/events")
					.access(ReactiveWechatEvents.fromProvider())
					.pathMatchers("/wechat/events/shop")
					.access(ReactiveWechatEvents.fromProvider("shop"))
					.anyExchange()
					.authenticated())
				.build();
		}

		@Bean
		Controller controller() {
			return new Controller();
		}

		// Services that end would end the threads of the others.
		@Bean
		ReactorResourceFactory ownThreads() {
			ReactorResourceFactory resources = new ReactorResourceFactory();
			resources.setUseGlobalResources(false);
			return resources;
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ApplicationWithGreedyChain {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		SecurityWebFilterChain security(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().denyAll()).build();
		}

		// Services that end would end the threads of the others.
		@Bean
		ReactorResourceFactory ownThreads() {
			ReactorResourceFactory resources = new ReactorResourceFactory();
			resources.setUseGlobalResources(false);
			return resources;
		}

	}

	@RestController
	static class Controller {

		@GetMapping("/open")
		Mono<String> open() {
			return Mono.just("open");
		}

		@GetMapping("/me")
		Mono<Map<String, Object>> me(@AuthenticationPrincipal Jwt token, Authentication authentication) {
			return Mono.just(Map.of("subject", token.getSubject(), "name", authentication.getName(), "authorities",
					authentication.getAuthorities().stream().map(Object::toString).sorted().toList()));
		}

		@PostMapping("/me")
		Mono<String> change() {
			return Mono.just("changed");
		}

		@PostMapping({ "/wechat/events", "/wechat/events/shop" })
		Mono<String> takePush() {
			return Mono.just("{\"ErrCode\":0}");
		}

		@GetMapping("/goods")
		@PreAuthorize("hasAuthority('SCOPE_goods.read')")
		Mono<String> goods() {
			return Mono.just("goods");
		}

		@GetMapping("/staff")
		@PreAuthorize("hasRole('STAFF')")
		Mono<String> staff() {
			return Mono.just("staff");
		}

	}

}
