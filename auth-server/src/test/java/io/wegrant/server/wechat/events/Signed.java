package io.wegrant.server.wechat.events;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import io.wegrant.server.Answer;
import io.wegrant.server.TestProvider;

/**
 * A request as WeChat signs it, to be spoiled by a test.
 */
final class Signed {

	private final TestProvider provider;

	private final String appid;

	private final String token;

	private final Map<String, String> query = new LinkedHashMap<>();

	private Signed(TestProvider provider, String appid, String token) {
		this.provider = provider;
		this.appid = appid;
		this.token = token;
	}

	static Signed with(TestProvider provider, String appid, String token) {
		return at(provider, appid, token, provider.clock().instant());
	}

	static Signed at(TestProvider provider, String appid, String token, Instant time) {
		Signed signed = new Signed(provider, appid, token);
		signed.query.put("timestamp", String.valueOf(time.getEpochSecond()));
		signed.query.put("nonce", UUID.randomUUID().toString().replace("-", ""));
		signed.query.put("signature", signed.sign());
		return signed;
	}

	/**
	 * Changes a parameter after it was signed.
	 */
	Signed but(String name, String value) {
		this.query.put(name, value);
		return this;
	}

	/**
	 * The same request to another node.
	 */
	Signed at(TestProvider node) {
		Signed signed = new Signed(node, this.appid, this.token);
		signed.query.putAll(this.query);
		return signed;
	}

	/**
	 * The same query for another mini-program.
	 */
	Signed to(String other) {
		Signed signed = new Signed(this.provider, other, this.token);
		signed.query.putAll(this.query);
		return signed;
	}

	Signed without(String name) {
		this.query.remove(name);
		return this;
	}

	Signed encrypted(String ciphertext) {
		this.query.put("encrypt_type", "aes");
		this.query.put("msg_signature", sign(ciphertext));
		return this;
	}

	Answer get() {
		return this.provider.send(this.provider.request(path()).GET());
	}

	Answer post(String body) {
		return post("application/json", body);
	}

	Answer post(String contentType, String body) {
		return this.provider.send(this.provider.request(path())
			.header("Content-Type", contentType)
			.POST(HttpRequest.BodyPublishers.ofString(body)));
	}

	String path() {
		return "/wechat/events/" + this.appid + "?"
				+ this.query.entrySet()
					.stream()
					.map((each) -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
					.collect(Collectors.joining("&"));
	}

	private String sign(String... more) {
		String[] signed = Arrays.copyOf(more, more.length + 3);
		signed[more.length] = this.token;
		signed[more.length + 1] = this.query.get("timestamp");
		signed[more.length + 2] = this.query.get("nonce");
		Arrays.sort(signed);
		try {
			return HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-1")
					.digest(String.join("", signed).getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Encrypts whole blocks, be they padded rightly or not.
	 */
	static String aes(String encodingAesKey, byte[] blocks) {
		byte[] key = Base64.getDecoder().decode(encodingAesKey + "=");
		try {
			Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
			cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(key, 0, 16));
			return Base64.getEncoder().encodeToString(cipher.doFinal(blocks));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Lays a message out as WeChat does before it encrypts it.
	 */
	static byte[] layout(String message, String appid) {
		byte[] content = message.getBytes(StandardCharsets.UTF_8);
		return layout(content.length, content, appid);
	}

	static byte[] layout(int length, byte[] content, String appid) {
		byte[] receiver = appid.getBytes(StandardCharsets.UTF_8);
		int size = 20 + content.length + receiver.length;
		int padding = 32 - size % 32;
		byte[] blocks = ByteBuffer.allocate(size + padding)
			.put("0123456789abcdef".getBytes(StandardCharsets.UTF_8))
			.putInt(length)
			.put(content)
			.put(receiver)
			.array();
		Arrays.fill(blocks, size, blocks.length, (byte) padding);
		return blocks;
	}

}
