package io.wegrant.benchmarks.peer.stock;

import java.net.http.HttpClient;
import java.util.Objects;

import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks WeChat who a code stands for. WeChat calls its JSON plain text.
 */
final class WechatApi {

	private final StockProperties properties;

	private final RestClient client;

	private final JsonMapper json = JsonMapper.shared();

	WechatApi(StockProperties properties) {
		this.properties = properties;
		this.client = RestClient.builder()
			.requestFactory(new JdkClientHttpRequestFactory(
					HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()))
			.baseUrl(properties.wechat())
			.build();
	}

	String openid(String code) {
		String body = this.client.get()
			.uri("/sns/jscode2session?appid={appid}&secret={secret}&js_code={code}&grant_type=authorization_code",
					this.properties.appid(), this.properties.appSecret(), code)
			.retrieve()
			.body(String.class);
		JsonNode session = this.json.readTree(Objects.requireNonNull(body));
		if (!session.path("openid").isString()) {
			throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT);
		}
		return session.path("openid").asString();
	}

}
