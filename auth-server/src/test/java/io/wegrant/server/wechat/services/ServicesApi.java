package io.wegrant.server.wechat.services;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;

import tools.jackson.databind.json.JsonMapper;

import io.wegrant.server.Answer;
import io.wegrant.server.Form;
import io.wegrant.server.TestProvider;

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
