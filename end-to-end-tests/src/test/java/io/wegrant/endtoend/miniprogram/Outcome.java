package io.wegrant.endtoend.miniprogram;

import tools.jackson.databind.JsonNode;

/**
 * What became of a promise.
 *
 * @param resolved whether it was resolved, and not rejected
 * @param value what with
 * @param text the same in JavaScript's words, for messages
 */
public record Outcome(boolean resolved, JsonNode value, String text) {

	public int status() {
		return this.value.path("statusCode").asInt(-1);
	}

	public String error() {
		return this.value.path("error").asString("");
	}

	public JsonNode data() {
		return this.value.path("data");
	}

}
