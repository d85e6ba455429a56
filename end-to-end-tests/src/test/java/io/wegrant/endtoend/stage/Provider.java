package io.wegrant.endtoend.stage;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The provider in its {@code dev} profile, and its clients.
 */
public final class Provider {

	static final String SERVICE_SECRET = "demo-service-secret";

	static final String ADMIN_SECRET = "admin-cli-secret";

	/** More logins at once than any story has, so that none is turned away. */
	private static final int RUSH = 256;

	private final URI issuer;

	private final URI management;

	private final Secrets secrets;

	private final JavaProcess process;

	Provider(Path folder, Simulator wechat, Secrets secrets) {
		int port = Ports.free();
		int managementPort = Ports.free();
		this.issuer = URI.create("http://localhost:" + port);
		this.management = URI.create("http://localhost:" + managementPort);
		this.secrets = secrets;
		this.process = new JavaProcess("auth-server", Jar.PROVIDER, folder,
				List.of("--spring.profiles.active=dev", "--server.port=" + port,
						"--management.server.port=" + managementPort, "--wegrant.issuer=" + this.issuer,
						"--wegrant.wechat.base-url=" + wechat.baseUrl(),
						"--wegrant.wechat.max-concurrent-calls=" + RUSH,
						"--wegrant.keyset.file=" + folder.resolve("keyset.json"),
						"--spring.datasource.url=" + databaseUrl(folder.resolve("wegrant"))),
				this::isReady);
	}

	/**
	 * Names a database that keeps what it has confirmed: H2 would otherwise write commits
	 * with a delay, and lose the latest ones with the process.
	 * @param file the file, without its ending
	 * @return the JDBC URL
	 */
	public static String databaseUrl(Path file) {
		return "jdbc:h2:file:" + file.toAbsolutePath()
				+ ";MODE=MySQL;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE;WRITE_DELAY=0";
	}

	public JavaProcess process() {
		return this.process;
	}

	public URI issuer() {
		return this.issuer;
	}

	/**
	 * Lists the keys that the provider publishes.
	 * @return their {@code kid}s
	 */
	public List<String> keyIds() {
		return Http.send(Http.to(this.issuer, "/oauth2/jwks"))
			.json()
			.path("keys")
			.valueStream()
			.map((key) -> key.path("kid").asString())
			.toList();
	}

	/**
	 * Gets the demo service a token of its own.
	 * @return the access token, which has no scope
	 */
	public String tokenOfService() {
		return clientCredentials("demo-service", SERVICE_SECRET);
	}

	/**
	 * Gets the administrator's client a token, which is not meant for the demo service.
	 * @return the access token
	 */
	public String tokenOfAdministrator() {
		return clientCredentials("admin-cli", ADMIN_SECRET);
	}

	CompletableFuture<Answer> token(Map<String, String> parameters) {
		return Http.sendAsync(Http.form(this.issuer, "/oauth2/token", parameters)).thenApply(this::remember);
	}

	private String clientCredentials(String clientId, String secret) {
		String credentials = Base64.getEncoder()
			.encodeToString((clientId + ":" + secret).getBytes(StandardCharsets.UTF_8));
		return remember(Http.send(Http.form(this.issuer, "/oauth2/token", Map.of("grant_type", "client_credentials"))
			.header("Authorization", "Basic " + credentials))).text("access_token");
	}

	private Answer remember(Answer answer) {
		List.of("access_token", "refresh_token")
			.forEach((name) -> answer.json().optional(name).ifPresent((token) -> this.secrets.add(token.asString())));
		return answer;
	}

	private boolean isReady() {
		return Http.send(Http.to(this.management, "/actuator/health/readiness")).status() == 200;
	}

}
