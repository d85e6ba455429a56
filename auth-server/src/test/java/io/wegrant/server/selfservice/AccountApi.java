package io.wegrant.server.selfservice;

import java.net.http.HttpRequest;

import io.wegrant.server.Answer;
import io.wegrant.server.Database;
import io.wegrant.server.TestProvider;

/**
 * The account API as a mini-program calls it, with a token of its user's for the
 * provider.
 */
final class AccountApi {

	private final TestProvider provider;

	private final String token;

	private AccountApi(TestProvider provider, String token) {
		this.provider = provider;
		this.token = token;
	}

	static AccountApi of(TestProvider provider, Answer login) {
		return with(provider, login.accessToken());
	}

	static AccountApi with(TestProvider provider, String token) {
		return new AccountApi(provider, token);
	}

	/**
	 * Returns a shared provider on which a user may call little.
	 */
	static TestProvider limited(Database database) {
		return TestProvider.shared(database, "wegrant.limits.account-requests-per-user=3",
				"wegrant.limits.phone-codes-per-user=2");
	}

	Answer get(String path) {
		return send("GET", path, HttpRequest.BodyPublishers.noBody());
	}

	Answer delete(String path) {
		return send("DELETE", path, HttpRequest.BodyPublishers.noBody());
	}

	Answer post(String path) {
		return send("POST", path, HttpRequest.BodyPublishers.noBody());
	}

	Answer put(String path, String json) {
		return send("PUT", path, HttpRequest.BodyPublishers.ofString(json));
	}

	Answer send(String method, String path, HttpRequest.BodyPublisher body) {
		return send(method, path, "application/json", body);
	}

	Answer send(String method, String path, String contentType, HttpRequest.BodyPublisher body) {
		return this.provider.send(this.provider.request(path)
			.header("Authorization", "Bearer " + this.token)
			.header("Content-Type", contentType)
			.method(method, body));
	}

}
