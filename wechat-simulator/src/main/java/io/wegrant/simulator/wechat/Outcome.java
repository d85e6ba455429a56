package io.wegrant.simulator.wechat;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What WeChat puts on the wire, with what the call amounted to.
 */
final class Outcome {

	private final int status;

	private final @Nullable String contentType;

	private final byte[] body;

	private final @Nullable Integer errcode;

	private final boolean exchanged;

	private final @Nullable String disposition;

	private Outcome(int status, @Nullable String contentType, byte[] body, @Nullable Integer errcode, boolean exchanged,
			@Nullable String disposition) {
		this.status = status;
		this.contentType = contentType;
		this.body = body;
		this.errcode = errcode;
		this.exchanged = exchanged;
		this.disposition = disposition;
	}

	static Outcome success(String path, WechatAnswer answer) {
		if (answer instanceof WechatAnswer.Json json) {
			return new Outcome(200, usualContentType(path), bytes(json.body().toString()), 0, json.exchanged(), null);
		}
		WechatAnswer.File file = (WechatAnswer.File) answer;
		return new Outcome(200, file.contentType(), file.content().bytes(), 0, false,
				(file.name() != null) ? disposition(file.name()) : null);
	}

	static Outcome refusal(String path, int errcode, String errmsg) {
		ObjectNode body = WechatAnswer.newBody().put("errcode", errcode).put("errmsg", errmsg);
		return new Outcome(200, usualContentType(path), bytes(body.toString()), errcode, false, null);
	}

	static Outcome status(int status) {
		return new Outcome(status, null, new byte[0], null, false, null);
	}

	static Outcome unprocessed(String contentType, byte[] body) {
		return new Outcome(200, contentType, body, null, false, null);
	}

	static Outcome unprocessed(String contentType, String body) {
		return unprocessed(contentType, bytes(body));
	}

	/**
	 * Returns the content type that WeChat gives its answers, wrong parameter included.
	 * @param path the path of the call
	 * @return the content type
	 */
	static String usualContentType(String path) {
		if (path.startsWith("/sns/")) {
			return "text/plain";
		}
		return "application/json; encoding=utf-8";
	}

	Outcome withContentType(String contentType) {
		return new Outcome(this.status, contentType, this.body, this.errcode, this.exchanged, this.disposition);
	}

	int status() {
		return this.status;
	}

	@Nullable String contentType() {
		return this.contentType;
	}

	byte[] body() {
		return this.body;
	}

	@Nullable Integer errcode() {
		return this.errcode;
	}

	boolean exchanged() {
		return this.exchanged;
	}

	/**
	 * Returns the header that names the file.
	 * @return the value of the header, or {@code null} when the answer is no file
	 */
	@Nullable String disposition() {
		return this.disposition;
	}

	private static String disposition(String name) {
		return "attachment; filename=\"" + name.replaceAll("[^ -~]|[\"\\\\]", "_") + "\"";
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
