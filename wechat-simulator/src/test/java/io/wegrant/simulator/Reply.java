package io.wegrant.simulator;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What came back for a call.
 */
public final class Reply {

	private final int status;

	private final String contentType;

	private final String disposition;

	private final byte[] bytes;

	Reply(int status, String contentType, String disposition, byte[] bytes) {
		this.status = status;
		this.contentType = contentType;
		this.disposition = disposition;
		this.bytes = bytes;
	}

	public int status() {
		return this.status;
	}

	public String contentType() {
		return this.contentType;
	}

	public String disposition() {
		return this.disposition;
	}

	public byte[] bytes() {
		return this.bytes;
	}

	public String body() {
		return new String(this.bytes, StandardCharsets.UTF_8);
	}

	public JsonNode json() {
		return JsonMapper.shared().readTree(this.bytes);
	}

	public String text(String member) {
		return json().required(member).asString();
	}

	/**
	 * Checks that WeChat refused the call.
	 * @param errcode the code it must give
	 * @param errmsg the text it must give, before the trace id
	 */
	public void assertRefused(int errcode, String errmsg) {
		assertThat(this.status).isEqualTo(200);
		assertThat(json().propertyNames()).containsExactly("errcode", "errmsg");
		assertThat(json().path("errcode").asInt()).isEqualTo(errcode);
		assertThat(text("errmsg"))
			.matches(Pattern.quote(errmsg) + "(,| hint: \\[[0-9a-f]{8}]|) rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}");
	}

	/**
	 * Checks that the control API refused the call.
	 * @param status the status it must give
	 * @param detail the explanation it must give
	 */
	public void assertProblem(int status, String detail) {
		assertThat(this.status).isEqualTo(status);
		assertThat(this.contentType).isEqualTo("application/problem+json");
		assertThat(text("detail")).isEqualTo(detail);
	}

}
