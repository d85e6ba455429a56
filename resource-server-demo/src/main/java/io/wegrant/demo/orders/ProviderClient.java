package io.wegrant.demo.orders;

import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.databind.JsonNode;

/**
 * Has the provider do what needs WeChat's keys, with a token of the shop's own. The
 * provider is asked for it when it is needed, so that the shop starts without it.
 */
@Component
final class ProviderClient {

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

	/** The provider may have to ask WeChat. */
	private static final Duration READ_TIMEOUT = Duration.ofSeconds(8);

	/** How long before its end a token is no longer used. */
	private static final Duration MARGIN = Duration.ofSeconds(30);

	private final RestClient http;

	private final ShopProperties shop;

	private final Clock clock;

	private volatile @Nullable OwnToken token;

	ProviderClient(ShopProperties shop, Clock clock) {
		JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(
				HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_TIMEOUT).build());
		requests.setReadTimeout(READ_TIMEOUT);
		this.http = RestClient.builder().baseUrl(shop.provider()).requestFactory(requests).build();
		this.shop = shop;
		this.clock = clock;
	}

	/**
	 * Has a payment signed, by the user and by the mini-program.
	 * @param appid the mini-program
	 * @param sub the user
	 * @param signData what WeChat is to charge, signed as the text that it is
	 * @return both signatures
	 * @throws ProviderProblem if the user has to log in again, or the provider is away
	 */
	Signatures signPayment(String appid, String sub, String signData) {
		try {
			// Whoever has to log in again had better learn it before they pay: if WeChat
			// does not take the user's key any more, the provider signs nothing with it.
			post("/wechat/apps/{appid}/session-key-checks", appid, Map.of("sub", sub), JsonNode.class);
			return post("/wechat/apps/{appid}/payment-signatures", appid, Map.of("sub", sub, "sign_data", signData),
					Signatures.class);
		}
		catch (RestClientException ex) {
			throw ProviderProblem.of(ex);
		}
	}

	/**
	 * Sends somebody a message, if they have agreed to it.
	 * @param appid the mini-program
	 * @param message the message in WeChat's words
	 * @return what WeChat answers: 0 as the {@code errcode} if the message was sent
	 * @throws RestClientException if there is none
	 */
	JsonNode sendMessage(String appid, Map<String, ?> message) {
		return post("/wechat/apps/{appid}/api/cgi-bin/message/subscribe/send", appid, message, JsonNode.class);
	}

	private <T> T post(String path, String appid, Object body, Class<T> type) {
		try {
			return postOnce(path, appid, body, type);
		}
		catch (HttpClientErrorException.Unauthorized ex) {
			// The token was revoked, or its key withdrawn: another one may do.
			this.token = null;
			return postOnce(path, appid, body, type);
		}
	}

	private <T> T postOnce(String path, String appid, Object body, Class<T> type) {
		String bearer = token();
		return Objects.requireNonNull(this.http.post()
			.uri(path, appid)
			.headers((headers) -> headers.setBearerAuth(bearer))
			.contentType(MediaType.APPLICATION_JSON)
			.body(body)
			.retrieve()
			.body(type));
	}

	// For the provider itself, which is named as the resource; tokens for services are
	// refused there.
	private String token() {
		OwnToken held = this.token;
		Instant now = this.clock.instant();
		if (held != null && now.isBefore(held.renewAt())) {
			return held.value();
		}
		MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
		form.add("grant_type", "client_credentials");
		form.add("scope", "wechat.apps");
		form.add("resource", this.shop.provider().toString());
		TokenAnswer answer = Objects.requireNonNull(this.http.post()
			.uri("/oauth2/token")
			.headers((headers) -> headers.setBasicAuth(this.shop.clientId(), this.shop.clientSecret(),
					StandardCharsets.UTF_8))
			.contentType(MediaType.APPLICATION_FORM_URLENCODED)
			.body(form)
			.retrieve()
			.body(TokenAnswer.class));
		this.token = new OwnToken(answer.accessToken(), now.plusSeconds(answer.expiresIn()).minus(MARGIN));
		return answer.accessToken();
	}

	/**
	 * What {@code wx.requestVirtualPayment} wants.
	 *
	 * @param signature the user's
	 * @param paySignature the mini-program's
	 */
	record Signatures(String signature, @JsonProperty("pay_signature") String paySignature) {

		@Override
		public String toString() {
			return "Signatures[redacted]";
		}

	}

	private record TokenAnswer(@JsonProperty("access_token") String accessToken,
			@JsonProperty("expires_in") long expiresIn) {

		@Override
		public String toString() {
			return "TokenAnswer[redacted]";
		}

	}

	private record OwnToken(String value, Instant renewAt) {

		@Override
		public String toString() {
			return "OwnToken[redacted]";
		}

	}

}
