package io.wegrant.endtoend.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;

import io.wegrant.mariadb.Ports;

/**
 * A provider with the clients that the documents speak of, and services that are made of
 * the code that the documents show. Only addresses are others than there.
 */
public final class RecipeStage implements AutoCloseable {

	/** As the documents have them. */
	private static final String ISSUER = "https://login.example.com";

	private static final String RESOURCE = "https://shop.example.com";

	private static final String CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt";

	private static final String PORT = "8090";

	private static final String PORT_BEHIND = "8091";

	private static final String APPID = "wx1234567890abcdef";

	private final Path folder = Folders.create("recipes-");

	private final Secrets secrets = new Secrets();

	private final Simulator wechat = new Simulator(this.folder, this.secrets);

	private final ECKey key;

	private final IssuerFront front;

	private final Provider provider;

	private final HttpServer behind;

	private final List<Program> programs = new ArrayList<>();

	private final Map<String, URI> services = new HashMap<>();

	/**
	 * Starts the provider.
	 */
	public RecipeStage() {
		try {
			this.key = new ECKeyGenerator(Curve.P_256).keyID("of-the-tests").algorithm(JWSAlgorithm.ES256).generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
		this.front = new IssuerFront(this.folder, this.key);
		this.provider = Provider.node("auth-server", this.front.url(), settings(), this.folder, this.wechat,
				this.secrets);
		this.wechat.process().launch();
		this.provider.process().launch();
		this.wechat.process().awaitReady();
		this.provider.process().awaitReady();
		this.behind = behind();
		this.front.open(providerUrl());
	}

	private URI providerUrl() {
		return URI.create("http://localhost:" + this.provider.port());
	}

	/**
	 * Starts what a proxy that checks tokens passes requests on to.
	 */
	private static HttpServer behind() {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.free()),
					0);
			server.createContext("/", (exchange) -> {
				try (exchange) {
					exchange.sendResponseHeaders(200, -1);
				}
			});
			server.start();
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private List<String> settings() {
		List<String> settings = new ArrayList<>(List.of("--spring.profiles.active=dev",
				"--spring.datasource.url=" + Provider.databaseUrl(this.folder.resolve("wegrant"))));
		List<List<String>> registrations = List.of(
				List.of("appid=" + APPID, "app-secret=dev-app-secret-1", "scopes=goods.read", "resources=" + RESOURCE),
				List.of("client-id=shop", "client-secret=shop-secret", "resources=" + RESOURCE),
				List.of("client-id=stock", "client-secret=stock-secret", "resources=https://stock.example.com"));
		for (int i = 0; i < registrations.size(); i++) {
			for (String property : registrations.get(i)) {
				settings.add("--wegrant.clients.registrations[" + i + "]." + property);
			}
		}
		return settings;
	}

	public URI issuer() {
		return this.front.url();
	}

	/**
	 * Opens what a document has for a kind of service.
	 * @param heading the heading of its section
	 * @return the recipe
	 */
	public Recipe recipe(String heading) {
		return recipe(Path.of("docs", "resource-servers.md"), heading);
	}

	/**
	 * Opens what another document has for a kind of service.
	 * @param document the file, from the root of the repository
	 * @param heading the heading of its section
	 * @return the recipe
	 */
	public Recipe recipe(Path document, String heading) {
		return new Recipe(document, heading, this.folder);
	}

	/**
	 * Logs somebody in.
	 * @return an access token for the service
	 */
	public String token() {
		return new MiniProgram(APPID, this.wechat, this.provider).logIn("somebody").accessToken();
	}

	/**
	 * Gets a token of the provider that is meant for another service.
	 * @return the access token
	 */
	public String tokenForOtherService() {
		return this.provider.tokenOf("stock", "stock-secret");
	}

	public static String subject(String token) {
		return new Tokens(token, "").subject();
	}

	/**
	 * Reads what the provider signs beside tokens.
	 * @return the feed of revocations, a JWT of another kind
	 */
	public String feed() {
		return this.provider.revocations("", 0).join().body();
	}

	/**
	 * Logs out whoever has a token.
	 * @param token the token
	 */
	public void revoke(String token) {
		this.provider.revoke(APPID, token).join();
	}

	/**
	 * Calls a service while the provider cannot be reached.
	 * @param service the service
	 * @param token the access token
	 * @return the answer
	 */
	public Answer callWhileProviderIsAway(URI service, String token) {
		this.front.cut(true);
		try {
			return call(service, token);
		}
		finally {
			this.front.cut(false);
		}
	}

	/**
	 * Makes a token by the key of the tests, which all who read the keys believe in.
	 * @param type its {@code typ}, empty for none
	 * @param change what its claims have in place of those that are right
	 * @return the token
	 */
	public String tokenOfTests(String type, Consumer<JWTClaimsSet.Builder> change) {
		Instant now = Instant.now();
		JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder().issuer(this.front.url().toString())
			.audience(RESOURCE)
			.subject("somebody")
			.jwtID(UUID.randomUUID().toString())
			.claim("client_id", APPID)
			.claim("scope", "goods.read")
			.issueTime(Date.from(now))
			.expirationTime(Date.from(now.plus(Duration.ofMinutes(5))));
		change.accept(claims);
		JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(this.key.getKeyID());
		if (!type.isEmpty()) {
			header.type(new JOSEObjectType(type));
		}
		SignedJWT token = new SignedJWT(header.build(), claims.build());
		try {
			token.sign(new ECDSASigner(this.key));
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
		return token.serialize();
	}

	/**
	 * Starts a service once, of which the tests that follow ask.
	 * @param name its name
	 * @param start starts it, and returns its address
	 * @return the address
	 */
	public URI service(String name, Supplier<URI> start) {
		if (!this.services.containsKey(name)) {
			this.services.put(name, start.get());
		}
		return this.services.get(name);
	}

	public Answer call(URI service, String token) {
		return Http.send(Http.to(service, "/").header("Authorization", "Bearer " + token));
	}

	/**
	 * Calls a service as browsers do, which read compressed answers.
	 * @param service the service
	 * @param token the access token
	 * @return the answer
	 */
	public Answer callAcceptingGzip(URI service, String token) {
		return Http
			.send(Http.to(service, "/").header("Authorization", "Bearer " + token).header("Accept-Encoding", "gzip"));
	}

	public Answer callWithout(URI service) {
		return Http.send(Http.to(service, "/"));
	}

	public Answer callByQuery(URI service, String token) {
		return Http.send(Http.to(service, "/?access_token=" + token));
	}

	@Override
	public void close() {
		this.programs.forEach(Program::close);
		this.behind.stop(0);
		this.front.close();
		this.provider.process().kill();
		this.wechat.process().kill();
	}

	private static Path directory(Path path) {
		try {
			return Files.createDirectories(path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What a document has for one kind of service, in a folder of its own.
	 */
	public final class Recipe {

		private final String name;

		private final MarkdownSection section;

		private final Path place;

		private final int port = Ports.free();

		private final Map<String, String> replaced = new LinkedHashMap<>();

		private Recipe(Path document, String heading, Path parent) {
			this.name = heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
			this.section = new MarkdownSection(document, heading);
			this.place = directory(parent.resolve(this.name + "-" + this.port));
			replace(ISSUER, RecipeStage.this.front.url().toString());
			replace(CERTIFICATES, RecipeStage.this.front.certificate().toString());
			replace(PORT, Integer.toString(this.port));
			replace(PORT_BEHIND, Integer.toString(RecipeStage.this.behind.getAddress().getPort()));
		}

		public Path folder() {
			return this.place;
		}

		public Path certificate() {
			return RecipeStage.this.front.certificate();
		}

		public int port() {
			return this.port;
		}

		/**
		 * Has something be otherwise than in the document, because of where the tests
		 * run.
		 * @param documented what the document has
		 * @param here what it is here
		 * @return this
		 */
		public Recipe replace(String documented, String here) {
			this.replaced.put(documented, here);
			return this;
		}

		/**
		 * Has the service ask the provider without TLS, because it cannot be told to
		 * trust the certificate of the tests.
		 * @return this
		 */
		public Recipe withoutTls() {
			return replace(ISSUER, providerUrl().toString());
		}

		/**
		 * Returns code of the document, with the addresses of the tests.
		 * @param language what it is marked as
		 * @param beginning how it begins
		 * @return the code
		 */
		public String code(String language, String beginning) {
			String code = this.section.code(language, beginning);
			for (Map.Entry<String, String> each : this.replaced.entrySet()) {
				code = code.replace(each.getKey(), each.getValue());
			}
			return code;
		}

		/**
		 * Writes a file.
		 * @param file its name
		 * @param text its text
		 * @return this
		 */
		public Recipe file(String file, String text) {
			Path path = this.place.resolve(file);
			directory(path.getParent());
			try {
				Files.writeString(path, text);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			return this;
		}

		public String run(String... command) {
			return Program.run(this.place, Path.of(command[0]).getFileName().toString(), List.of(command),
					environment());
		}

		/**
		 * Runs a command of the document.
		 * @param beginning how it begins
		 * @return this
		 */
		public Recipe shell(String beginning) {
			run("sh", "-euc", code("sh", beginning));
			return this;
		}

		public URI serve(String... command) {
			RecipeStage.this.programs
				.add(Program.serve(this.place, this.name, List.of(command), environment(), this.port));
			return URI.create("http://localhost:" + this.port);
		}

		public URI serveJava(String... arguments) {
			List<String> command = new ArrayList<>(List.of(JavaProcess.java(), "-XX:TieredStopAtLevel=1"));
			command.addAll(RecipeStage.this.front.javaTrust());
			command.addAll(Arrays.asList(arguments));
			return serve(command.toArray(String[]::new));
		}

		private Map<String, String> environment() {
			String certificate = RecipeStage.this.front.certificate().toString();
			return Map.of("NODE_EXTRA_CA_CERTS", certificate, "SSL_CERT_FILE", certificate, "GOCACHE",
					this.place.resolve("cache").toString());
		}

	}

}
