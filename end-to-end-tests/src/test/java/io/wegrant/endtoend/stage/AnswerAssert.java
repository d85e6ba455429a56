package io.wegrant.endtoend.stage;

import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;

/**
 * The answers that the protocols know.
 */
public final class AnswerAssert extends AbstractAssert<AnswerAssert, Answer> {

	AnswerAssert(Answer actual) {
		super(actual, AnswerAssert.class);
	}

	/**
	 * Checks for the token response of RFC 6749 section 5.1, with nothing beyond it.
	 * @return this
	 */
	public AnswerAssert carriesTokens() {
		hasStatus(200);
		Assertions.assertThat(this.actual.json().propertyNames())
			.containsExactlyInAnyOrder("access_token", "token_type", "expires_in", "refresh_token", "scope");
		Assertions.assertThat(this.actual.text("token_type")).isEqualTo("Bearer");
		Assertions.assertThat(this.actual.header("Cache-Control")).contains("no-store");
		return this;
	}

	/**
	 * Checks for the error response of RFC 6749 section 5.2.
	 * @param status the HTTP status
	 * @param error the error code
	 * @return this
	 */
	public AnswerAssert isOAuthError(int status, String error) {
		hasStatus(status);
		Assertions.assertThat(this.actual.text("error")).isEqualTo(error);
		Assertions.assertThat(this.actual.json().propertyNames()).isSubsetOf("error", "error_description", "error_uri");
		return this;
	}

	public AnswerAssert saysWhenToRetry() {
		Assertions.assertThat(this.actual.header("Retry-After")).as("Retry-After").matches("[1-9][0-9]*");
		return this;
	}

	/**
	 * Checks for the introspection response of a token that may be used.
	 * @return this
	 */
	public AnswerAssert isActive() {
		hasStatus(200);
		Assertions.assertThat(this.actual.json().path("active").asBoolean()).isTrue();
		return this;
	}

	/**
	 * Checks for the introspection response of any other token, with nothing beyond it.
	 * @return this
	 */
	public AnswerAssert isInactive() {
		hasStatus(200);
		Assertions.assertThat(this.actual.body()).isEqualTo("{\"active\":false}");
		return this;
	}

	/**
	 * Checks that it is said for how long to try no more.
	 * @return this
	 */
	public AnswerAssert isUnavailable() {
		hasStatus(503);
		return saysWhenToRetry();
	}

	public AnswerAssert isOk() {
		return hasStatus(200);
	}

	/**
	 * Checks for the bare challenge of RFC 6750 section 3.1 to a request without a token.
	 * @return this
	 */
	public AnswerAssert asksForToken() {
		hasStatus(401);
		Assertions.assertThat(challenge()).startsWith("Bearer").doesNotContain("error");
		return this;
	}

	public AnswerAssert refusesToken() {
		hasStatus(401);
		Assertions.assertThat(challenge()).startsWith("Bearer").contains("error=\"invalid_token\"");
		return this;
	}

	public AnswerAssert asksForScope(String scope) {
		hasStatus(403);
		Assertions.assertThat(challenge())
			.startsWith("Bearer")
			.contains("error=\"insufficient_scope\"", "scope=\"" + scope + "\"");
		return this;
	}

	private String challenge() {
		return this.actual.header("WWW-Authenticate");
	}

	private AnswerAssert hasStatus(int status) {
		Assertions.assertThat(this.actual.status()).as("status of %s", this.actual.body()).isEqualTo(status);
		return this;
	}

}
