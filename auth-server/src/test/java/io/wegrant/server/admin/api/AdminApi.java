package io.wegrant.server.admin.api;

import java.net.http.HttpRequest;

import io.wegrant.server.Answer;
import io.wegrant.server.Form;
import io.wegrant.server.TestProvider;

/**
 * The admin API as a client calls it, with a token of its own.
 */
final class AdminApi {

	static final String CLIENT = "admin-cli";

	private final TestProvider provider;

	private final String token;

	private AdminApi(TestProvider provider, String token) {
		this.provider = provider;
		this.token = token;
	}

	static AdminApi of(TestProvider provider) {
		return with(provider, token(provider, "admin.read admin.write"));
	}

	static AdminApi with(TestProvider provider, String token) {
		return new AdminApi(provider, token);
	}

	static String token(TestProvider provider, String scope) {
		return provider.token(Form.grant("client_credentials").as(CLIENT, "admin-cli-secret").with("scope", scope))
			.accessToken();
	}

	Answer get(String path) {
		return send("GET", path, HttpRequest.BodyPublishers.noBody());
	}

	Answer delete(String path) {
		return send("DELETE", path, HttpRequest.BodyPublishers.noBody());
	}

	Answer post(String path, String json) {
		return send("POST", path, HttpRequest.BodyPublishers.ofString(json));
	}

	Answer send(String method, String path, HttpRequest.BodyPublisher body) {
		return send(method, path, "application/json", body);
	}

	Answer send(String method, String path, String contentType, HttpRequest.BodyPublisher body) {
		return this.provider.send(this.provider.request("/admin/api" + path)
			.header("Authorization", "Bearer " + this.token)
			.header("Content-Type", contentType)
			.method(method, body));
	}

}
