package io.wegrant.server;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An HTTP answer.
 *
 * @param status the status code
 * @param headers the headers
 * @param body the body
 */
public record Answer(int status, HttpHeaders headers, String body) {

	private static final JsonMapper JSON = new JsonMapper();

	static Answer of(HttpResponse<String> response) {
		return new Answer(response.statusCode(), response.headers(), response.body());
	}

	/**
	 * Returns the body as JSON.
	 * @return the JSON
	 */
	public JsonNode json() {
		return JSON.readTree(this.body);
	}

	/**
	 * Returns a header.
	 * @param name its name
	 * @return its first value, or an empty string
	 */
	public String header(String name) {
		return this.headers.firstValue(name).orElse("");
	}

	/**
	 * Returns a member of the body.
	 * @param name its name
	 * @return its text
	 */
	public String text(String name) {
		return json().required(name).asString();
	}

	/**
	 * Returns the access token.
	 * @return its value
	 */
	public String accessToken() {
		return text("access_token");
	}

	/**
	 * Returns the refresh token.
	 * @return its value
	 */
	public String refreshToken() {
		return text("refresh_token");
	}

	/**
	 * Decodes the header of the access token.
	 * @return the header
	 */
	public JsonNode joseHeader() {
		return part(0);
	}

	/**
	 * Decodes the claims of the access token.
	 * @return the claims
	 */
	public JsonNode claims() {
		return part(1);
	}

	private JsonNode part(int index) {
		byte[] json = Base64.getUrlDecoder().decode(accessToken().split("\\.")[index]);
		return JSON.readTree(new String(json, StandardCharsets.UTF_8));
	}

}
