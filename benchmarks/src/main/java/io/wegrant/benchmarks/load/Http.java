package io.wegrant.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Requests of HTTP/1.1, as the bytes that are sent.
 */
final class Http {

	private Http() {
	}

	static byte[] get(String path, String authorization) {
		return bytes("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + authorization(authorization) + "\r\n");
	}

	static byte[] post(String path, String authorization, String form) {
		return post(path, authorization, "application/x-www-form-urlencoded", form);
	}

	static byte[] postJson(String path, String json) {
		return post(path, "", "application/json", json);
	}

	static String basic(String name, String secret) {
		return "Basic " + Base64.getEncoder().encodeToString(bytes(name + ":" + secret));
	}

	private static byte[] post(String path, String authorization, String type, String body) {
		return bytes("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + authorization(authorization)
				+ "Content-Type: " + type + "\r\nContent-Length: " + bytes(body).length + "\r\n\r\n" + body);
	}

	private static String authorization(String value) {
		return value.isEmpty() ? "" : "Authorization: " + value + "\r\n";
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
