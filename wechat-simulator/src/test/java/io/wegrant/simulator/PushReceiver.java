package io.wegrant.simulator;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Receives pushes in place of the server of a mini-program. It checks and decrypts by
 * itself, without what the simulator has for it.
 */
final class PushReceiver implements AutoCloseable {

	static final String TOKEN = "devPushToken1";

	static final String KEY = "devEncodingAesKey1devEncodingAesKey1devEnco";

	private final HttpServer server;

	private final List<Received> all = new CopyOnWriteArrayList<>();

	private final BlockingQueue<Received> unread = new LinkedBlockingQueue<>();

	private volatile Function<Received, Answer> answering = (received) -> new Answer(200, "success");

	PushReceiver() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::receive);
		this.server.start();
	}

	URI baseUrl() {
		return URI.create("http://127.0.0.1:" + this.server.getAddress().getPort() + "/events/");
	}

	void answer(int status, String body) {
		this.answering = (received) -> new Answer(status, body);
	}

	void answer(Function<Received, String> body) {
		this.answering = (received) -> new Answer(200, body.apply(received));
	}

	Received next() {
		try {
			Received received = this.unread.poll(10, TimeUnit.SECONDS);
			assertThat(received).as("A push").isNotNull();
			return received;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	int count() {
		return this.all.size();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	private void receive(HttpExchange exchange) throws IOException {
		Received received = new Received(exchange.getRequestURI().getPath(), exchange.getRequestURI().getRawQuery(),
				exchange.getRequestHeaders().getFirst("Content-Type"),
				new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
		Answer answer = this.answering.apply(received);
		byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(answer.status(), (body.length == 0) ? -1 : body.length);
		exchange.getResponseBody().write(body);
		exchange.close();
		this.all.add(received);
		this.unread.add(received);
	}

	static String sha1(String... parts) {
		try {
			return HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-1")
					.digest(String.join("", Stream.of(parts).sorted().toList()).getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Encrypts an answer, with a padding of the library's for blocks of 32 bytes.
	 * @param message what is answered
	 * @return the envelope in JSON
	 */
	static String encrypted(String message) {
		String ciphertext = encrypt(message);
		return "{\"Encrypt\":\"" + ciphertext + "\",\"MsgSignature\":\"" + sha1(TOKEN, "1713424427", "n1", ciphertext)
				+ "\",\"TimeStamp\":1713424427,\"Nonce\":\"n1\"}";
	}

	static String encryptedXml(String message) {
		String ciphertext = encrypt(message);
		return "<xml><Encrypt><![CDATA[" + ciphertext + "]]></Encrypt><MsgSignature>"
				+ sha1(TOKEN, "1713424427", "n1", ciphertext)
				+ "</MsgSignature><TimeStamp>1713424427</TimeStamp><Nonce>n1</Nonce></xml>";
	}

	private static String encrypt(String message) {
		byte[] content = message.getBytes(StandardCharsets.UTF_8);
		byte[] appid = SimulatorClient.APPID.getBytes(StandardCharsets.UTF_8);
		int length = 20 + content.length + appid.length;
		byte[] padded = new byte[(length / 32 + 1) * 32];
		Arrays.fill(padded, length, padded.length, (byte) (padded.length - length));
		padded[18] = (byte) (content.length >> 8);
		padded[19] = (byte) content.length;
		System.arraycopy(content, 0, padded, 20, content.length);
		System.arraycopy(appid, 0, padded, 20 + content.length, appid.length);
		return Base64.getEncoder().encodeToString(aes(Cipher.ENCRYPT_MODE, padded));
	}

	private static byte[] aes(int mode, byte[] input) {
		byte[] key = Base64.getDecoder().decode(KEY + "=");
		try {
			Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
			cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(Arrays.copyOf(key, 16)));
			return cipher.doFinal(input);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private record Answer(int status, String body) {

	}

	record Received(String path, String query, String contentType, String body) {

		String parameter(String name) {
			return UriComponentsBuilder.newInstance().query(this.query).build().getQueryParams().getFirst(name);
		}

		void assertSigned(String token) {
			assertThat(parameter("signature")).isEqualTo(sha1(token, parameter("timestamp"), parameter("nonce")));
		}

		/**
		 * Checks the signature of the ciphertext and decrypts it.
		 * @return the message
		 */
		String decrypted() {
			String ciphertext = this.body.startsWith("<")
					? this.body.replaceAll("(?s).*<Encrypt><!\\[CDATA\\[(.*)]]></Encrypt>.*", "$1")
					: JsonMapper.shared().readTree(this.body).path("Encrypt").stringValue();
			assertSigned(TOKEN);
			assertThat(parameter("encrypt_type")).isEqualTo("aes");
			assertThat(parameter("msg_signature"))
				.isEqualTo(sha1(TOKEN, parameter("timestamp"), parameter("nonce"), ciphertext));
			byte[] padded = aes(Cipher.DECRYPT_MODE, Base64.getDecoder().decode(ciphertext));
			int end = padded.length - padded[padded.length - 1];
			int length = new BigInteger(1, Arrays.copyOfRange(padded, 16, 20)).intValueExact();
			assertThat(new String(padded, 20 + length, end - 20 - length, StandardCharsets.UTF_8))
				.isEqualTo(SimulatorClient.APPID);
			return new String(padded, 20, length, StandardCharsets.UTF_8);
		}

		JsonNode json() {
			return JsonMapper.shared().readTree(this.body);
		}

	}

}
