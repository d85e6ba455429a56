package io.wegrant.endtoend.stage;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import tools.jackson.databind.json.JsonMapper;

import io.wegrant.mariadb.Ports;

/**
 * The provider in its {@code dev} profile, and its clients.
 */
public final class Provider {

	static final String SERVICE_SECRET = "demo-service-secret";

	static final String ADMIN_SECRET = "admin-cli-secret";

	/** More logins at once than any story has, so that none is turned away. */
	private static final int RUSH = 256;

	private final URI issuer;

	private final URI url;

	private final URI management;

	private final Secrets secrets;

	private final JavaProcess process;

	private Provider(String name, int port, URI issuer, List<String> database, Path folder, Simulator wechat,
			Secrets secrets) {
		int managementPort = Ports.free();
		this.issuer = issuer;
		this.url = URI.create("http://localhost:" + port);
		this.management = URI.create("http://localhost:" + managementPort);
		this.secrets = secrets;
		this.process = new JavaProcess(name, Jar.PROVIDER, folder,
				arguments(port, managementPort, issuer, database, folder, wechat), this::isReady);
	}

	static List<String> arguments(int port, int managementPort, URI issuer, List<String> database, Path folder,
			Simulator wechat) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=" + port,
				"--management.server.port=" + managementPort, "--wegrant.issuer=" + issuer,
				"--wegrant.wechat.base-url=" + wechat.baseUrl(), "--wegrant.wechat.max-concurrent-calls=" + RUSH,
				"--wegrant.keyset.file=" + folder.resolve("keyset.json")));
		arguments.addAll(database);
		return arguments;
	}

	/**
	 * Prepares a provider of one node with a database in a file.
	 * @param folder the folder of its data and log
	 * @param wechat whom it asks about codes
	 * @param secrets where to note what nobody else may see
	 * @return the provider, not started
	 */
	static Provider alone(Path folder, Simulator wechat, Secrets secrets) {
		int port = Ports.free();
		// On a busy machine a rush takes longer than a request may wait in operation.
		List<String> database = List.of("--spring.profiles.active=dev",
				"--spring.datasource.hikari.connection-timeout=30000",
				"--spring.datasource.url=" + databaseUrl(folder.resolve("wegrant")));
		return new Provider("auth-server", port, URI.create("http://localhost:" + port), database, folder, wechat,
				secrets);
	}

	/**
	 * Has a provider in its {@code dev} profile tell the demo service of WeChat's pushes
	 * and of account events at another port than usual. A list of settings is replaced as
	 * a whole, so this is the whole profile, which the provider reads from its folder.
	 * @param service the address of the demo service
	 * @param folder the folder in which the provider will run
	 */
	static void tell(URI service, Path folder) {
		Path profile = Path.of("..", "auth-server", "src", "main", "resources", "application-dev.yaml");
		Folders.write(folder.resolve(profile.getFileName()),
				Folders.read(profile).replace("url: http://localhost:8090/", "url: " + service + "/"));
	}

	/**
	 * Prepares one of the nodes that share a database, a keyset and the issuer's address.
	 * @param name a name for its log
	 * @param issuer the address that all of them are known under
	 * @param database the settings that name the database
	 * @param folder the folder of the keyset and of its log
	 * @param wechat whom it asks about codes
	 * @param secrets where to note what nobody else may see
	 * @return the node, not started
	 */
	static Provider node(String name, URI issuer, List<String> database, Path folder, Simulator wechat,
			Secrets secrets) {
		return new Provider(name, Ports.free(), issuer, database, folder, wechat, secrets);
	}

	/**
	 * Names a database that keeps what it has confirmed: H2 would otherwise write commits
	 * with a delay, and lose the latest ones with the process.
	 * @param file the file, without its ending
	 * @return the JDBC URL
	 */
	public static String databaseUrl(Path file) {
		return "jdbc:h2:file:" + file.toAbsolutePath()
				+ ";MODE=MySQL;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
	}

	public JavaProcess process() {
		return this.process;
	}

	public URI issuer() {
		return this.issuer;
	}

	int port() {
		return this.url.getPort();
	}

	/**
	 * Lists the keys that the provider publishes.
	 * @return their {@code kid}s
	 */
	public List<String> keyIds() {
		return Http.send(Http.to(this.url, "/oauth2/jwks"))
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

	/**
	 * Gets a client a token of its own.
	 * @param clientId the client
	 * @param secret its secret
	 * @return the access token
	 */
	String tokenOf(String clientId, String secret) {
		return clientCredentials(clientId, secret);
	}

	/**
	 * Gets a client a token of its own.
	 * @param assertion by which it authenticates ({@code private_key_jwt})
	 * @return the answer to come
	 */
	public CompletableFuture<Answer> clientCredentials(String assertion) {
		return Http.sendAsync(
				Http.form(this.url, "/oauth2/token", Map.of("grant_type", "client_credentials", "client_assertion_type",
						"urn:ietf:params:oauth:client-assertion-type:jwt-bearer", "client_assertion", assertion)));
	}

	/**
	 * Asks about a token, as the administrator's client.
	 * @param token the token
	 * @return the answer to come
	 */
	public CompletableFuture<Answer> introspect(String token) {
		return introspect(Map.of("token", token));
	}

	/**
	 * Asks about a token and ends its session, as the administrator's client.
	 * @param token the token
	 * @return the answer to come
	 */
	public CompletableFuture<Answer> introspectAndRevoke(String token) {
		return introspect(Map.of("token", token, "revoke", "true"));
	}

	/**
	 * Ends a session through the admin API.
	 * @param token the administrator's access token
	 * @param sid the session
	 * @return the answer to come
	 */
	public CompletableFuture<Answer> endSession(String token, String sid) {
		return Http.sendAsync(administration(token, "/sessions/" + sid).DELETE());
	}

	/**
	 * Locks a user out through the admin API.
	 * @param token the administrator's access token
	 * @param sub the user
	 * @return the answer to come
	 */
	public CompletableFuture<Answer> disable(String token, String sub) {
		return Http
			.sendAsync(administration(token, "/users/" + sub + "/disable").header("Content-Type", "application/json")
				.POST(BodyPublishers.ofString("{\"reason\":\"reported by customer service\"}")));
	}

	/**
	 * Lets a user in again through the admin API.
	 * @param token the administrator's access token
	 * @param sub the user
	 * @return the answer to come
	 */
	public CompletableFuture<Answer> enable(String token, String sub) {
		return Http
			.sendAsync(administration(token, "/users/" + sub + "/enable").header("Content-Type", "application/json")
				.POST(BodyPublishers.ofString("{\"reason\":\"settled\"}")));
	}

	/**
	 * Makes one user of two through the admin API.
	 * @param token the administrator's access token
	 * @param sub the user who goes
	 * @param into the user who stays
	 * @return the answer to come
	 */
	public CompletableFuture<Answer> merge(String token, String sub, String into) {
		return Http
			.sendAsync(administration(token, "/users/" + sub + "/merge").header("Content-Type", "application/json")
				.POST(BodyPublishers.ofString("{\"into\":\"" + into + "\",\"reason\":\"one person\"}")));
	}

	/**
	 * Lists account events that services have not taken, through the admin API.
	 * @param token the administrator's access token
	 * @return the answer
	 */
	public Answer waitingAccountEvents(String token) {
		return Http.send(administration(token, "/account-events/waiting"));
	}

	/**
	 * Ends all sessions of a user through the admin API.
	 * @param token the administrator's access token
	 * @param sub the user
	 * @return the answer to come
	 */
	public CompletableFuture<Answer> endSessionsOfUser(String token, String sub) {
		return Http.sendAsync(administration(token, "/users/" + sub + "/sessions").DELETE());
	}

	/**
	 * Ends all sessions of a client through the admin API.
	 * @param token the administrator's access token
	 * @param clientId the client
	 * @return the answer to come
	 */
	public CompletableFuture<Answer> endSessionsOfClient(String token, String clientId) {
		return Http.sendAsync(administration(token, "/clients/" + clientId + "/sessions").DELETE());
	}

	/**
	 * Asks who the user of a token is.
	 * @param token the user's access token
	 * @return the answer to come
	 */
	public CompletableFuture<Answer> userinfo(String token) {
		return Http.sendAsync(Http.to(this.url, "/userinfo").header("Authorization", "Bearer " + token));
	}

	/**
	 * Replaces a user's profile, as whoever holds one of the user's tokens.
	 * @param token the user's access token, which is meant for the provider
	 * @param profile the profile, in JSON
	 * @return the answer
	 */
	public Answer changeProfile(String token, String profile) {
		return Http
			.sendAsync(Http.to(this.url, "/account/profile")
				.header("Authorization", "Bearer " + token)
				.header("Content-Type", "application/json")
				.PUT(BodyPublishers.ofString(profile)))
			.join();
	}

	/**
	 * Gives a user roles through the admin API, in place of those given before.
	 * @param token the administrator's access token
	 * @param sub the user
	 * @param roles the roles
	 * @return the answer to come
	 */
	public CompletableFuture<Answer> giveRoles(String token, String sub, List<String> roles) {
		String names = roles.stream().map((role) -> "\"" + role + "\"").collect(Collectors.joining(","));
		return Http
			.sendAsync(administration(token, "/users/" + sub + "/roles").header("Content-Type", "application/json")
				.PUT(BodyPublishers.ofString("{\"roles\":[" + names + "],\"reason\":\"joined the shop\"}")));
	}

	/**
	 * Closes the account of a user, as whoever holds one of the user's tokens.
	 * @param token the user's access token
	 * @return the answer
	 */
	public Answer closeAccount(String token) {
		return closeAccountAsync(token).join();
	}

	public CompletableFuture<Answer> closeAccountAsync(String token) {
		return Http.sendAsync(Http.to(this.url, "/account").header("Authorization", "Bearer " + token).DELETE());
	}

	/**
	 * Ends all sessions of a user, as whoever holds one of the user's tokens.
	 * @param token the user's access token, which is meant for the provider
	 * @return the answer to come
	 */
	public CompletableFuture<Answer> logOutEverywhere(String token) {
		return Http.sendAsync(Http.to(this.url, "/account/logout-everywhere")
			.header("Authorization", "Bearer " + token)
			.POST(BodyPublishers.noBody()));
	}

	/**
	 * Looks at a user through the admin API.
	 * @param token the administrator's access token
	 * @param sub the user
	 * @return the answer to come
	 */
	public CompletableFuture<Answer> user(String token, String sub) {
		return Http.sendAsync(administration(token, "/users/" + sub));
	}

	/**
	 * Lists the sessions of a user through the admin API.
	 * @param token the administrator's access token
	 * @param sub the user
	 * @return the answer to come
	 */
	public CompletableFuture<Answer> sessionsOfUser(String token, String sub) {
		return Http.sendAsync(administration(token, "/sessions?size=100&user=" + sub));
	}

	/**
	 * Gives the holder of a number roles through the staff directory, in place of those
	 * that it gave before.
	 * @param token the administrator's access token
	 * @param phone the number in the form of E.164
	 * @param role the role
	 * @return the answer to come, which has the {@code id} of the entry
	 */
	public CompletableFuture<Answer> putIntoDirectory(String token, String phone, String role) {
		return Http.sendAsync(administration(token, "/staff").header("Content-Type", "application/json")
			.PUT(BodyPublishers.ofString(String.format(Locale.ROOT,
					"{\"phone\":\"%s\",\"roles\":[\"%s\"],\"reason\":\"joined the shop\"}", phone, role))));
	}

	/**
	 * Removes an entry of the staff directory.
	 * @param token the administrator's access token
	 * @param id the entry
	 * @return the answer to come
	 */
	public CompletableFuture<Answer> removeFromDirectory(String token, String id) {
		return Http.sendAsync(administration(token, "/staff/" + id + "?reason=left").DELETE());
	}

	/**
	 * Reads the feed of revocations, as services do.
	 * @param cursor where the last answer ended; empty for everything that still matters
	 * @param seconds how long the answer may be held back until there is news
	 * @return the answer to come
	 */
	public CompletableFuture<Answer> revocations(String cursor, int seconds) {
		String after = cursor.isEmpty() ? "" : "&after=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
		return Http.sendAsync(Http.to(this.url, "/oauth2/revocations?wait=" + seconds + after));
	}

	/**
	 * Asks the node whether it takes requests.
	 * @return the answer of its readiness
	 */
	public CompletableFuture<Answer> readiness() {
		return Http.sendAsync(Http.to(this.management, "/actuator/health/readiness"));
	}

	/**
	 * Pushes a message, as WeChat does.
	 * @param url the path and the signed query
	 * @param body the message
	 * @return the answer to come
	 */
	public CompletableFuture<Answer> push(String url, String body) {
		return Http.sendAsync(
				Http.to(this.url, url).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
	}

	/**
	 * Asks for anything.
	 * @param path the path
	 * @param token the access token to send along
	 * @return the answer
	 */
	public Answer get(String path, String token) {
		return Http.send(Http.to(this.url, path).header("Authorization", "Bearer " + token));
	}

	/**
	 * Has something done at WeChat, as the demo service.
	 * @param path what, below the path of the mini-program
	 * @param appid the mini-program
	 * @param members the body, empty for a request without one
	 * @return the answer
	 */
	public Answer haveDoneAtWechat(String path, String appid, Map<String, String> members) {
		String token = token(Map.of("grant_type", "client_credentials", "resource", this.issuer.toString(), "scope",
				"wechat.apps", "client_id", "demo-service", "client_secret", SERVICE_SECRET))
			.join()
			.text("access_token");
		HttpRequest.Builder request = Http.to(this.url, "/wechat/apps/" + appid + path)
			.header("Authorization", "Bearer " + token);
		return Http.send(members.isEmpty() ? request : request.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(members))));
	}

	/**
	 * Reads all its meters.
	 * @return them, as Prometheus reads them
	 */
	public String meters() {
		return Http.send(Http.to(this.management, "/actuator/prometheus")).body();
	}

	/**
	 * Has the next signing key made, through the admin API.
	 * @param token the administrator's access token
	 * @return the answer to come
	 */
	public CompletableFuture<Answer> rotateKeys(String token) {
		return Http.sendAsync(administration(token, "/keys/rotate").header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString("{}")));
	}

	/**
	 * Counts the connections to the database that are in use.
	 * @return the number
	 */
	public long connectionsInUse() {
		return (long) meter("hikaricp.connections.active", "VALUE");
	}

	/**
	 * Counts the requests that it has answered, those for its own health left out.
	 * @return the number since its start
	 */
	public long requestsAnswered() {
		return (long) meter("http.server.requests", "COUNT");
	}

	CompletableFuture<Answer> token(Map<String, String> parameters) {
		return Http.sendAsync(Http.form(this.url, "/oauth2/token", parameters)).thenApply(this::remember);
	}

	CompletableFuture<Answer> revoke(String clientId, String token) {
		return Http.sendAsync(Http.form(this.url, "/oauth2/revoke", Map.of("client_id", clientId, "token", token)));
	}

	private CompletableFuture<Answer> introspect(Map<String, String> parameters) {
		return Http.sendAsync(Http.form(this.url, "/oauth2/introspect", parameters)
			.header("Authorization", credentials("admin-cli", ADMIN_SECRET)));
	}

	private double meter(String name, String statistic) {
		return Http.send(Http.to(this.management, "/actuator/metrics/" + name))
			.json()
			.path("measurements")
			.valueStream()
			.filter((measurement) -> statistic.equals(measurement.path("statistic").asString()))
			.mapToDouble((measurement) -> measurement.path("value").asDouble())
			.sum();
	}

	private HttpRequest.Builder administration(String token, String path) {
		return Http.to(this.url, "/admin/api" + path).header("Authorization", "Bearer " + token);
	}

	private String clientCredentials(String clientId, String secret) {
		return remember(Http.send(Http.form(this.url, "/oauth2/token", Map.of("grant_type", "client_credentials"))
			.header("Authorization", credentials(clientId, secret)))).text("access_token");
	}

	private static String credentials(String clientId, String secret) {
		return "Basic "
				+ Base64.getEncoder().encodeToString((clientId + ":" + secret).getBytes(StandardCharsets.UTF_8));
	}

	private Answer remember(Answer answer) {
		List.of("access_token", "refresh_token")
			.forEach((name) -> answer.json().optional(name).ifPresent((token) -> this.secrets.add(token.asString())));
		return answer;
	}

	private boolean isReady() {
		return readiness().join().status() == 200;
	}

}
