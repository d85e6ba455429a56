package io.wegrant.server;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;

/**
 * What the specifications say of an answer.
 */
public final class AnswerAssert extends AbstractAssert<AnswerAssert, Answer> {

	private static final Set<String> TOKENS = Set.of("access_token", "token_type", "expires_in", "refresh_token",
			"scope");

	private AnswerAssert(Answer actual) {
		super(actual, AnswerAssert.class);
	}

	/**
	 * Starts an assertion.
	 * @param actual the answer
	 * @return the assertion
	 */
	public static AnswerAssert assertThat(Answer actual) {
		return new AnswerAssert(actual);
	}

	/**
	 * Checks that tokens were granted (RFC 6749 section 5.1), and nothing else was told.
	 * @return this assertion
	 */
	public AnswerAssert grantsTokens() {
		return grantsTokensAnd();
	}

	/**
	 * Checks that tokens were granted, and what else was told.
	 * @param more the names of further members
	 * @return this assertion
	 */
	public AnswerAssert grantsTokensAnd(String... more) {
		Set<String> told = new HashSet<>(TOKENS);
		told.addAll(List.of(more));
		Assertions.assertThat(this.actual.status()).as(this.actual.body()).isEqualTo(200);
		isUncachedJson();
		Assertions.assertThat(this.actual.json().propertyNames()).containsExactlyInAnyOrderElementsOf(told);
		Assertions.assertThat(this.actual.text("token_type")).isEqualTo("Bearer");
		Assertions.assertThat(this.actual.json().required("expires_in").asInt()).isEqualTo(600);
		return this;
	}

	/**
	 * Checks that the request was refused (RFC 6749 section 5.2).
	 * @param status the status
	 * @param error the error code
	 * @return this assertion
	 */
	public AnswerAssert isRefused(int status, String error) {
		Assertions.assertThat(this.actual.status()).as(this.actual.body()).isEqualTo(status);
		isUncachedJson();
		Assertions.assertThat(this.actual.json().propertyNames()).isSubsetOf("error", "error_description", "error_uri");
		Assertions.assertThat(this.actual.text("error")).isEqualTo(error);
		return this;
	}

	/**
	 * Checks that the answer says when to try again.
	 * @return this assertion
	 */
	public AnswerAssert saysWhenToRetry() {
		Assertions.assertThat(this.actual.header("Retry-After")).matches("[1-9][0-9]*");
		return this;
	}

	private void isUncachedJson() {
		Assertions.assertThat(this.actual.header("Content-Type")).startsWith("application/json");
		Assertions.assertThat(this.actual.header("Cache-Control")).contains("no-store");
	}

}
