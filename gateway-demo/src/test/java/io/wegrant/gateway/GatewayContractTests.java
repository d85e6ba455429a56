package io.wegrant.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

import io.wegrant.resourceserver.HttpService;
import io.wegrant.resourceserver.ServiceContract;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("S01 a Spring Cloud Gateway on Boot 4")
class GatewayContractTests extends ServiceContract {

	private final HttpServer behind = listen();

	private static HttpServer listen() {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			server.createContext("/", GatewayContractTests::answerSubjectOfToken);
			server.setExecutor(Executors.newCachedThreadPool());
			server.start();
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	// It believes the token that it is given, as no service should: here it shows which.
	private static void answerSubjectOfToken(HttpExchange exchange) throws IOException {
		try (exchange) {
			String token = exchange.getRequestHeaders().getFirst("Authorization").substring("Bearer ".length());
			byte[] body = SignedJWT.parse(token).getJWTClaimsSet().getSubject().getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
		}
		catch (java.text.ParseException ex) {
			throw new IOException(ex);
		}
	}

	@Override
	protected HttpService start(String issuer, Map<String, String> settings) {
		List<String> arguments = new ArrayList<>(
				List.of("--server.port=0", "--server.max-http-request-header-size=128KB",
						"--spring.security.oauth2.resourceserver.jwt.issuer-uri=" + issuer,
						"--spring.security.oauth2.resourceserver.jwt.audiences=" + AUDIENCE));
		arguments.addAll(route(0, "/me", ""));
		arguments.addAll(route(1, "/goods/**", "goods.read"));
		settings.forEach((name, value) -> arguments.add("--wegrant.resource-server." + name + "=" + value));
		ReactiveWebServerApplicationContext context = (ReactiveWebServerApplicationContext) new SpringApplicationBuilder(
				GatewayDemoApplication.class, OwnThreads.class)
			.run(arguments.toArray(String[]::new));
		return new HttpService(context.getWebServer().getPort(), context::close);
	}

	private List<String> route(int index, String path, String scope) {
		String route = "--gateway.routes[" + index + "].";
		return List.of(route + "path=" + path, route + "scope=" + scope,
				route + "uri=http://localhost:" + this.behind.getAddress().getPort());
	}

	@Test
	void callWhenClientSendsHeadersAboutUserThenServiceSeesThoseOfTheTokenOnly() {
		HttpResponse<String> answer = service().send(service().request("/me")
			.header("Authorization", "Bearer " + token().sign())
			.header("X-User", "somebody-else")
			.build());
		assertThat(answer.body()).isEqualTo("u-1");
	}

	@Test
	void callWhenNoRouteThenNotFoundForThoseWithToken() {
		assertThat(service().get("/nowhere").statusCode()).isEqualTo(401);
		assertThat(service().get("/nowhere", token().sign()).statusCode()).isEqualTo(404);
	}

	@Test
	void callWhenPathIsSpelledInAnotherWayThenScopeIsStillNeeded() {
		String token = token().scope("profile").sign();
		for (String path : List.of("/goods", "/goods/1", "/goods;a=b", "/%67oods", "/goods/1;a=b", "/me/../goods",
				"//goods", "/goods%2F1", "/GOODS")) {
			assertThat(service().get(path, token).statusCode()).as(path).isIn(400, 403, 404);
		}
	}

	/**
	 * Gateways that end would end the threads of the others.
	 */
	@Configuration(proxyBeanMethods = false)
	static class OwnThreads {

		@Bean
		ReactorResourceFactory ownThreads() {
			ReactorResourceFactory resources = new ReactorResourceFactory();
			resources.setUseGlobalResources(false);
			return resources;
		}

	}

}
