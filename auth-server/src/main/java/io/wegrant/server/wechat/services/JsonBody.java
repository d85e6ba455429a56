package io.wegrant.server.wechat.services;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

import tools.jackson.databind.JsonNode;

import io.wegrant.server.accounts.Sub;

/**
 * The body of a request for something to be done.
 *
 * @param object the JSON object
 */
record JsonBody(JsonNode object) {

	private static final int MAX_BYTES = 64 * 1024;

	private static final int MAX_SUB = 128;

	static JsonBody read(InputStream body) throws IOException {
		return new JsonBody(StrictJson.object(bytes(body, MAX_BYTES))
			.orElseThrow(() -> ServicesProblem.badRequest("the body is a JSON object whose members are there once")));
	}

	static byte[] bytes(InputStream body, int limit) throws IOException {
		byte[] bytes = body.readNBytes(limit + 1);
		if (bytes.length > limit) {
			throw ServicesProblem.tooLarge(limit);
		}
		return bytes;
	}

	Sub sub() {
		return new Sub(text("sub").filter((value) -> value.length() <= MAX_SUB)
			.orElseThrow(() -> ServicesProblem.badRequest("sub is the public id of a user")));
	}

	Optional<String> text(String name) {
		return StrictJson.text(this.object, name).filter((value) -> !value.isEmpty());
	}

	@Override
	public String toString() {
		return "JsonBody[redacted]";
	}

}
