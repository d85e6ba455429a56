package io.wegrant.simulator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(SimulatorExtension.class)
class PushTests {

	private static final String KEY = "devEncodingAesKey1devEncodingAesKey1devEnco";

	private final WechatSimulator simulator;

	private final SimulatorClient client;

	private HttpServer receiver;

	private volatile String query = "";

	private volatile String contentType = "";

	private volatile String body = "";

	PushTests(WechatSimulator simulator, SimulatorClient client) {
		this.simulator = simulator;
		this.client = client;
	}

	@BeforeEach
	void startReceiver() throws IOException {
		this.receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.receiver.createContext("/", (exchange) -> {
			this.query = exchange.getRequestURI().getRawQuery();
			this.contentType = exchange.getRequestHeaders().getFirst("Content-Type");
			this.body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(200, 7);
			exchange.getResponseBody().write("success".getBytes(StandardCharsets.UTF_8));
			exchange.close();
		});
		this.receiver.start();
	}

	@AfterEach
	void stopReceiver() {
		this.receiver.stop(0);
	}

	@ParameterizedTest
	@CsvSource({ "json, application/json", "xml, text/xml" })
	void pushWhenPlainThenSigned(String format, String type) {
		Reply reply = push("plain", format, url());

		assertThat(reply.json().toString()).isEqualTo("{\"status\":200,\"body\":\"success\"}");
		assertThat(this.contentType).isEqualTo(type);
		assertThat(parameter("signature")).isEqualTo(sha1("devPushToken1", parameter("timestamp"), parameter("nonce")));
		assertThat(this.query).doesNotContain("encrypt_type", "msg_signature");
		assertThat(this.body).contains("user_authorization_revoke",
				this.simulator.openid(SimulatorClient.APPID, "alice"), SimulatorClient.APPID);
	}

	@Test
	void pushWhenKeyIsThereThenEncryptedAndSigned() {
		push(null, null, url());

		String ciphertext = new JsonMapper().readTree(this.body).path("Encrypt").stringValue();
		assertThat(parameter("encrypt_type")).isEqualTo("aes");
		assertThat(parameter("msg_signature"))
			.isEqualTo(sha1("devPushToken1", parameter("timestamp"), parameter("nonce"), ciphertext));
		String content = new String(decrypt(ciphertext), StandardCharsets.UTF_8);
		assertThat(content).contains("\"Event\":\"user_authorization_revoke\"")
			.contains("\"OpenID\":\"" + this.simulator.openid(SimulatorClient.APPID, "alice") + "\"");
		assertThat(content.replaceAll("[\\x01-\\x20]+$", "")).endsWith("}" + SimulatorClient.APPID);
		assertThat(this.body).doesNotContain("OpenID");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					{"appid":"wx0","user":"alice","event":"e"} | 404 | No mini-program has the appid 'wx0'
					{"appid":"wx00000000000000aa","user":"alice","event":"e"} | 400 | The mini-program has no push token
					{"appid":"wxfedcba0987654321","user":"alice","event":"e","mode":"encrypted"} | 400 | The mini-program has no key to encrypt with
					{"appid":"wx1234567890abcdef","user":"alice"} | 400 | event is not a name
					{"appid":"wx1234567890abcdef","user":"alice","event":"e","mode":"x"} | 400 | mode is neither plain nor encrypted
					{"appid":"wx1234567890abcdef","user":"alice","event":"e","url":"http://127.0.0.1:1/"} | 502 | The receiver of the push cannot be reached""")
	void pushWhenNotPossibleThenAnswersProblem(String json, int status, String detail) {
		this.client.post("/simulator/events", json).assertProblem(status, detail);
	}

	private Reply push(String mode, String format, String url) {
		return this.client.post("/simulator/events",
				"{\"appid\":\"wx1234567890abcdef\",\"user\":\"alice\",\"event\":\"user_authorization_revoke\",\"url\":\""
						+ url + "\"" + ((mode != null) ? ",\"mode\":\"" + mode + "\"" : "")
						+ ((format != null) ? ",\"format\":\"" + format + "\"" : "") + "}");
	}

	private String url() {
		return "http://127.0.0.1:" + this.receiver.getAddress().getPort() + "/events";
	}

	private String parameter(String name) {
		MultiValueMap<String, String> parameters = UriComponentsBuilder.newInstance()
			.query(this.query)
			.build()
			.getQueryParams();
		return parameters.getFirst(name);
	}

	private static String sha1(String... parts) {
		try {
			return HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-1")
					.digest(String.join("", Stream.of(parts).sorted().toList()).getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static byte[] decrypt(String ciphertext) {
		byte[] key = Base64.getDecoder().decode(KEY + "=");
		try {
			Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
			cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"),
					new IvParameterSpec(Arrays.copyOf(key, 16)));
			return cipher.doFinal(Base64.getDecoder().decode(ciphertext));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
