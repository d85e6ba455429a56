package io.wegrant.endtoend.stage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import com.nimbusds.jose.jwk.JWK;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

import io.wegrant.mariadb.Ports;

/**
 * The proxy in front of a provider: it speaks TLS, and compresses for whoever can read
 * it. To the provider's keys it adds one of the tests', so that tokens of any kind can be
 * made that only the checks beyond the signature can tell from real ones.
 */
final class IssuerFront implements AutoCloseable {

	private static final String PASSWORD = "for-the-tests";

	private static final Set<String> FORWARDED = Set.of("authorization", "content-type", "accept", "if-none-match");

	private static final Set<String> HOP_BY_HOP = Set.of("connection", "content-length", "keep-alive",
			"transfer-encoding");

	private final HttpClient client = HttpClient.newHttpClient();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Path keyStore;

	private final Path certificate;

	private final HttpsServer server;

	private final URI url;

	private final JWK key;

	private volatile boolean cut;

	IssuerFront(Path folder, JWK key) {
		this.key = key;
		this.keyStore = folder.resolve("front.p12");
		this.certificate = folder.resolve("front.pem");
		int port = Ports.free();
		this.url = URI.create("https://localhost:" + port);
		try {
			this.server = HttpsServer.create(new InetSocketAddress("localhost", port), 0);
			this.server.setHttpsConfigurator(new HttpsConfigurator(context()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	URI url() {
		return this.url;
	}

	/**
	 * Returns the certificate that whoever asks has to trust.
	 * @return a file in PEM
	 */
	Path certificate() {
		return this.certificate;
	}

	List<String> javaTrust() {
		return List.of("-Djavax.net.ssl.trustStore=" + this.keyStore, "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
	}

	void open(URI provider) {
		this.server.setExecutor(this.threads);
		this.server.createContext("/", (exchange) -> answer(exchange, provider));
		this.server.start();
	}

	/**
	 * Has it answer as a proxy that does not reach the provider.
	 * @param away whether it does not
	 */
	void cut(boolean away) {
		this.cut = away;
	}

	private void answer(HttpExchange exchange, URI provider) throws IOException {
		try (exchange) {
			if (this.cut) {
				exchange.sendResponseHeaders(502, -1);
				return;
			}
			HttpResponse<byte[]> response = this.client.send(request(exchange, provider), BodyHandlers.ofByteArray());
			response.headers().map().forEach((name, values) -> {
				if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
					exchange.getResponseHeaders().put(name, values);
				}
			});
			byte[] body = response.body();
			if (exchange.getRequestURI().getPath().equals("/oauth2/jwks") && response.statusCode() == 200) {
				body = withKey(body);
			}
			String encodings = exchange.getRequestHeaders().getFirst("Accept-Encoding");
			if (body.length > 0 && encodings != null && encodings.contains("gzip")) {
				exchange.getResponseHeaders().set("Content-Encoding", "gzip");
				body = compressed(body);
			}
			exchange.sendResponseHeaders(response.statusCode(), (body.length > 0) ? body.length : -1);
			exchange.getResponseBody().write(body);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static HttpRequest request(HttpExchange exchange, URI provider) throws IOException {
		HttpRequest.Builder request = HttpRequest.newBuilder(provider.resolve(exchange.getRequestURI()))
			.version(HttpClient.Version.HTTP_1_1)
			.method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
		exchange.getRequestHeaders().forEach((name, values) -> {
			if (FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
				values.forEach((value) -> request.header(name, value));
			}
		});
		return request.build();
	}

	private byte[] withKey(byte[] jwks) {
		JsonNode document = JsonMapper.shared().readTree(jwks);
		((ArrayNode) document.required("keys"))
			.add(JsonMapper.shared().readTree(this.key.toPublicJWK().toJSONString()));
		return document.toString().getBytes(StandardCharsets.UTF_8);
	}

	private static byte[] compressed(byte[] body) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
			gzip.write(body);
		}
		return bytes.toByteArray();
	}

	private SSLContext context() throws IOException, GeneralSecurityException {
		Program.run(this.keyStore.getParent(), "keytool",
				List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias",
						"front", "-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2", "-dname", "CN=localhost",
						"-ext", "san=dns:localhost", "-ext", "bc=ca:true", "-storetype", "PKCS12", "-keystore",
						this.keyStore.toString(), "-storepass", PASSWORD));
		KeyStore keys = KeyStore.getInstance(this.keyStore.toFile(), PASSWORD.toCharArray());
		Certificate certificateOfFront = keys.getCertificate("front");
		Files.writeString(this.certificate,
				"-----BEGIN CERTIFICATE-----\n"
						+ Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(certificateOfFront.getEncoded())
						+ "\n-----END CERTIFICATE-----\n");
		// What a Java program trusts is an entry of its own kind.
		keys.setCertificateEntry("trusted", certificateOfFront);
		try (var out = Files.newOutputStream(this.keyStore)) {
			keys.store(out, PASSWORD.toCharArray());
		}
		KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		managers.init(keys, PASSWORD.toCharArray());
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(managers.getKeyManagers(), null, null);
		return context;
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

}
