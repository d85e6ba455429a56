package io.wegrant.resourceserver.boot3;

import java.util.List;
import java.util.Map;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import io.wegrant.resourceserver.AccountEventListener;
import io.wegrant.resourceserver.HttpService;
import io.wegrant.resourceserver.spring.WechatEvents;
import io.wegrant.resourceserver.spring.WegrantResourceServerConfigurer;

/**
 * Servlet services with the starter, on Tomcat.
 */
final class TestService {

	static final String AUDIENCE = "http://service.test";

	private TestService() {
	}

	static HttpService start(Class<?> application, String issuer, String... arguments) {
		return start(application, issuer, List.of(), arguments);
	}

	static HttpService start(Class<?> application, String issuer, List<AccountEventListener> listeners,
			String... arguments) {
		ServletWebServerApplicationContext context = (ServletWebServerApplicationContext) new SpringApplicationBuilder(
				application)
			.web(WebApplicationType.SERVLET)
			.initializers((initialized) -> listeners((GenericApplicationContext) initialized, listeners))
			.properties(Map.of("server.port", "0", "spring.main.banner-mode", "off",
					"server.max-http-request-header-size", "128KB", "management.endpoint.health.show-details", "always",
					"management.endpoints.web.exposure.include", "health,metrics",
					"spring.security.oauth2.resourceserver.jwt.issuer-uri", issuer,
					"spring.security.oauth2.resourceserver.jwt.audiences", AUDIENCE))
			.run(arguments);
		return new HttpService(context.getWebServer().getPort(), context::close);
	}

	private static void listeners(GenericApplicationContext context, List<AccountEventListener> listeners) {
		for (int i = 0; i < listeners.size(); i++) {
			AccountEventListener listener = listeners.get(i);
			context.registerBean("listener" + i, AccountEventListener.class, () -> listener);
		}
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Controller controller() {
			return new Controller();
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ApplicationWithOwnChain {

		@Bean
		SecurityFilterChain security(HttpSecurity http) throws Exception {
			return http.with(new WegrantResourceServerConfigurer(), (wegrant) -> {
			})
				.authorizeHttpRequests((requests) -> requests.requestMatchers("/open")
					.permitAll()
					.requestMatchers("/goods")
					.hasAuthority("SCOPE_goods.read")
					.requestMatchers("/wechat/events")
					.access(WechatEvents.fromProvider())
					.requestMatchers("/wechat/events/shop")
					.access(WechatEvents.fromProvider("shop"))
					.anyRequest()
					.authenticated())
				.build();
		}

		@Bean
		Controller controller() {
			return new Controller();
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ApplicationWithGreedyChain {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		SecurityFilterChain security(HttpSecurity http) throws Exception {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().denyAll()).build();
		}

	}

	@RestController
	static class Controller {

		@GetMapping("/open")
		String open() {
			return "open";
		}

		@GetMapping("/me")
		Map<String, Object> me(@AuthenticationPrincipal Jwt token, Authentication authentication) {
			return Map.of("subject", token.getSubject(), "name", authentication.getName(), "authorities",
					authentication.getAuthorities().stream().map(Object::toString).sorted().toList());
		}

		@PostMapping("/me")
		String change() {
			return "changed";
		}

		@PostMapping({ "/wechat/events", "/wechat/events/shop" })
		String takePush() {
			return "{\"ErrCode\":0}";
		}

		@GetMapping("/goods")
		@PreAuthorize("hasAuthority('SCOPE_goods.read')")
		String goods() {
			return "goods";
		}

		@GetMapping("/staff")
		@PreAuthorize("hasRole('STAFF')")
		String staff() {
			return "staff";
		}

	}

}
