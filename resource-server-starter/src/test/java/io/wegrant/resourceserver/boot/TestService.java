package io.wegrant.resourceserver.boot;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import jakarta.servlet.Filter;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.AbstractSecurityWebApplicationInitializer;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import io.wegrant.resourceserver.AccountEventListener;
import io.wegrant.resourceserver.MovableClock;
import io.wegrant.resourceserver.TestIssuer;
import io.wegrant.resourceserver.spring.WechatEvents;
import io.wegrant.resourceserver.spring.WegrantResourceServerConfigurer;

/**
 * A service that uses the starter, on a port of its own, with a clock that a test can
 * move.
 */
final class TestService implements AutoCloseable {

	static final String AUDIENCE = "http://service.test";

	private final HttpClient client = HttpClient.newHttpClient();

	private final ServletWebServerApplicationContext context;

	private TestService(ServletWebServerApplicationContext context) {
		this.context = context;
	}

	static TestService start(TestIssuer issuer, String... arguments) {
		return start(issuer.issuer(), arguments);
	}

	static TestService start(String issuer, String... arguments) {
		return start(Application.class, issuer, arguments);
	}

	static TestService start(Class<?> application, String issuer, String... arguments) {
		return start(application, issuer, List.of(), arguments);
	}

	static TestService start(Class<?> application, String issuer, List<AccountEventListener> listeners,
			String... arguments) {
		return new TestService(
				(ServletWebServerApplicationContext) new SpringApplicationBuilder(application)
					.initializers((context) -> listeners((GenericApplicationContext) context, listeners))
					.properties(Map.of("server.port", "0", "spring.main.banner-mode", "off",
							"server.max-http-request-header-size", "128KB",
							"spring.security.oauth2.resourceserver.jwt.issuer-uri", issuer,
							"spring.security.oauth2.resourceserver.jwt.audiences", AUDIENCE))
					.run(arguments));
	}

	static void listeners(GenericApplicationContext context, List<AccountEventListener> listeners) {
		for (int i = 0; i < listeners.size(); i++) {
			AccountEventListener listener = listeners.get(i);
			context.registerBean("listener" + i, AccountEventListener.class, () -> listener);
		}
	}

	HttpResponse<String> get(String path) {
		return send(request(path).build());
	}

	HttpResponse<String> get(String path, String token) {
		return send(request(path).header("Authorization", "Bearer " + token).build());
	}

	HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://localhost:" + this.context.getWebServer().getPort() + path));
	}

	HttpResponse<String> send(HttpRequest request) {
		try {
			return this.client.send(request, HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	Filter securityFilters() {
		return this.context.getBean(AbstractSecurityWebApplicationInitializer.DEFAULT_FILTER_NAME, Filter.class);
	}

	void letPass(Duration time) {
		this.context.getBean(MovableClock.class).letPass(time);
	}

	int port() {
		return this.context.getWebServer().getPort();
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	@Override
	public void close() {
		this.context.close();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		MovableClock clock() {
			return new MovableClock();
		}

		@Bean
		Controller controller() {
			return new Controller();
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ApplicationWithOwnChain {

		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			return http.with(new WegrantResourceServerConfigurer())
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
		SecurityFilterChain security(HttpSecurity http) {
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
		Map<String, Object> me(@AuthenticationPrincipal Jwt token) {
			var authentication = SecurityContextHolder.getContext().getAuthentication();
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

		@GetMapping("/broken")
		String broken() {
			throw new IllegalStateException("a secret detail");
		}

	}

}
