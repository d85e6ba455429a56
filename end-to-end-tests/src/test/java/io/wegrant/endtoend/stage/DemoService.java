package io.wegrant.endtoend.stage;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.wegrant.mariadb.Ports;

/**
 * The demo service of a company, or the gateway that leads to it.
 */
public final class DemoService {

	/** The resource that the clients of the {@code dev} profile are registered for. */
	private static final String AUDIENCE = "http://localhost:8090";

	/** A token of a key that nobody has: looked up, it is refused. */
	private static final String FOREIGN_TOKEN = Stream
		.of("{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"of-nobody\"}", "{}", "0".repeat(64))
		.map((part) -> Base64.getUrlEncoder().withoutPadding().encodeToString(part.getBytes(StandardCharsets.UTF_8)))
		.collect(Collectors.joining("."));

	private final URI baseUrl;

	private final Optional<Wire> wire;

	private final JavaProcess process;

	private DemoService(String name, Jar jar, URI issuer, Optional<Wire> wire, List<String> settings, Path folder) {
		int port = Ports.free();
		this.baseUrl = URI.create("http://localhost:" + port);
		this.wire = wire;
		List<String> arguments = new ArrayList<>(
				List.of("--server.port=" + port, "--spring.security.oauth2.resourceserver.jwt.issuer-uri=" + issuer,
						"--spring.security.oauth2.resourceserver.jwt.audiences=" + AUDIENCE));
		arguments.addAll(settings);
		this.process = new JavaProcess(name, jar, folder, arguments, this::knowsKeys);
	}

	static DemoService of(Provider provider, Path folder) {
		return new DemoService("resource-server-demo", Jar.DEMO_SERVICE, provider.issuer(), Optional.empty(), List.of(),
				folder);
	}

	/**
	 * Prepares a gateway in front of a service.
	 * @param service what it leads to
	 * @param provider whose tokens it accepts
	 * @param folder the folder of its log
	 * @return the service as it is reached through the gateway, not started
	 */
	static DemoService throughGateway(DemoService service, Provider provider, Path folder) {
		List<String> routes = List.of("--gateway.routes[0].uri=" + service.baseUrl(),
				"--gateway.routes[0].path=/goods/**", "--gateway.routes[0].scope=goods.read",
				"--gateway.routes[1].uri=" + service.baseUrl(), "--gateway.routes[1].path=/appointments/**",
				"--gateway.routes[1].scope=appointments", "--gateway.routes[2].uri=" + service.baseUrl(),
				"--gateway.routes[2].path=/orders/**", "--gateway.routes[2].scope=appointments");
		return new DemoService("gateway-demo", Jar.GATEWAY, provider.issuer(), Optional.empty(), routes, folder);
	}

	/**
	 * Prepares a service that reaches the provider over a wire of its own, whatever
	 * address it asks for.
	 * @param name a name for its log
	 * @param issuer the address that the provider is known under
	 * @param wire the way to the nodes
	 * @param settings its command line
	 * @param folder the folder of its log
	 * @return the service, not started
	 */
	static DemoService behind(String name, URI issuer, Wire wire, List<String> settings, Path folder) {
		DemoService service = new DemoService(name, Jar.DEMO_SERVICE, issuer, Optional.of(wire), settings, folder);
		service.process.setSystemProperty("http.proxyHost", "localhost");
		service.process.setSystemProperty("http.proxyPort", Integer.toString(wire.port()));
		service.process.setSystemProperty("http.nonProxyHosts", "");
		return service;
	}

	public JavaProcess process() {
		return this.process;
	}

	public URI baseUrl() {
		return this.baseUrl;
	}

	/**
	 * Cuts its way to the provider: nothing gets through, and nothing is refused.
	 */
	public void cutOff() {
		this.wire.orElseThrow().cut();
	}

	public void reconnect() {
		this.wire.orElseThrow().mend();
	}

	/**
	 * Counts what it has asked of the provider.
	 * @return the number of requests
	 */
	public long requestsToProvider() {
		return this.wire.orElseThrow().requests();
	}

	public Answer goods() {
		return Http.send(Http.to(this.baseUrl, "/goods"));
	}

	public Answer goods(String token) {
		return goodsAsync(token).join();
	}

	public CompletableFuture<Answer> goodsAsync(String token) {
		return Http.sendAsync(Http.to(this.baseUrl, "/goods?size=1").header("Authorization", "Bearer " + token));
	}

	public Answer appointments(String token) {
		return Http.send(Http.to(this.baseUrl, "/appointments").header("Authorization", "Bearer " + token));
	}

	public Answer appointment(String token, String id) {
		return Http.send(Http.to(this.baseUrl, "/appointments/" + id).header("Authorization", "Bearer " + token));
	}

	public Answer book(String token, Instant slot) {
		return bookAsync(token, slot).join();
	}

	/**
	 * Asks for an appointment.
	 * @param token the access token of a user
	 * @param slot when it is to begin
	 * @return the answer to come
	 */
	public CompletableFuture<Answer> bookAsync(String token, Instant slot) {
		String body = "{\"slot\":\"" + slot + "\",\"service\":\"tea-tasting\"}";
		return Http.sendAsync(Http.to(this.baseUrl, "/appointments")
			.header("Authorization", "Bearer " + token)
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(body)));
	}

	public Answer cancel(String token, String id) {
		return Http
			.send(Http.to(this.baseUrl, "/appointments/" + id).header("Authorization", "Bearer " + token).DELETE());
	}

	public Answer confirm(String token, String id) {
		return Http.send(Http.to(this.baseUrl, "/appointments/" + id + "/confirm")
			.header("Authorization", "Bearer " + token)
			.POST(BodyPublishers.noBody()));
	}

	/**
	 * Orders the membership.
	 * @param token the access token of a user
	 * @return the answer, with what is handed to {@code wx.requestVirtualPayment}
	 */
	public Answer order(String token) {
		return Http.send(Http.to(this.baseUrl, "/orders")
			.header("Authorization", "Bearer " + token)
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString("{\"product\":\"tea-membership\"}")));
	}

	public Answer order(String token, String id) {
		return Http.send(Http.to(this.baseUrl, "/orders/" + id).header("Authorization", "Bearer " + token));
	}

	private boolean knowsKeys() {
		return goods(FOREIGN_TOKEN).status() == 401;
	}

}
