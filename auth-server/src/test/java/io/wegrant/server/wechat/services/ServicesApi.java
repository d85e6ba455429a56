package io.wegrant.server.wechat.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

import tools.jackson.databind.json.JsonMapper;

import io.wegrant.server.Answer;
import io.wegrant.server.Form;
import io.wegrant.server.TestProvider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Has things done at WeChat, as a company's service does.
 *
 * @param provider the provider
 * @param appid the mini-program
 * @param token the access token
 */
record ServicesApi(TestProvider provider, String appid, String token) {

	static ServicesApi of(TestProvider provider, String appid) {
		return new ServicesApi(provider, appid, token(provider, TestProvider.SERVICE, TestProvider.SERVICE_SECRET));
	}

	static String token(TestProvider provider, String clientId, String secret) {
		return provider
			.token(Form.grant("client_credentials").as(clientId, secret).with("resource", TestProvider.ISSUER))
			.accessToken();
	}

	/**
	 * Has somebody replace the access token by force: WeChat does not take the one that
	 * the provider holds.
	 * @param secret the app secret
	 */
	void replaceAccessToken(String secret) {
		String request = JsonMapper.shared()
			.writeValueAsString(Map.of("grant_type", "client_credential", "appid", this.appid, "secret", secret,
					"force_refresh", true));
		try {
			HttpResponse<String> answer = HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(TestProvider.WECHAT.baseUrl().resolve("/cgi-bin/stable_token"))
					.POST(BodyPublishers.ofString(request))
					.build(), BodyHandlers.ofString());
			assertThat(answer.body()).contains("access_token");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	static void assertProblem(Answer answer, int status, String code) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(status);
		assertThat(answer.text("code")).isEqualTo(code);
	}

	ServicesApi with(String otherToken) {
		return new ServicesApi(this.provider, this.appid, otherToken);
	}

	ServicesApi of(String otherAppid) {
		return new ServicesApi(this.provider, otherAppid, this.token);
	}

	Answer post(String path, Map<String, ?> body) {
		return post(path, "application/json", BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)));
	}

	Answer post(String path, String contentType, BodyPublisher body) {
		return this.provider.send(this.provider.request("/wechat/apps/" + this.appid + path)
			.header("Authorization", "Bearer " + this.token)
			.header("Content-Type", contentType)
			.POST(body));
	}

	Answer get(String path) {
		return this.provider.send(this.provider.request("/wechat/apps/" + this.appid + path)
			.header("Authorization", "Bearer " + this.token));
	}

}
