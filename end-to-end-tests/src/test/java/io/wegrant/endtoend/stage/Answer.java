package io.wegrant.endtoend.stage;

import java.net.http.HttpHeaders;

import org.assertj.core.api.AssertProvider;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What came back for a request.
 */
public record Answer(int status, HttpHeaders headers, String body) implements AssertProvider<AnswerAssert> {

	public JsonNode json() {
		return JsonMapper.shared().readTree(this.body);
	}

	public Tokens tokens() {
		assertThat().carriesTokens();
		return new Tokens(text("access_token"), text("refresh_token"));
	}

	public String text(String member) {
		return json().required(member).asString();
	}

	String header(String name) {
		return this.headers.firstValue(name).orElse("");
	}

	@Override
	public AnswerAssert assertThat() {
		return new AnswerAssert(this);
	}

}
