package io.wegrant.endtoend.stage;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A mini-program, as far as it speaks to WeChat and to the provider.
 */
public final class MiniProgram {

	private final String appid;

	private final Simulator wechat;

	private final Provider provider;

	MiniProgram(String appid, Simulator wechat, Provider provider) {
		this.appid = appid;
		this.wechat = wechat;
		this.provider = provider;
	}

	public String appid() {
		return this.appid;
	}

	public String openid(String person) {
		return this.wechat.openid(this.appid, person);
	}

	/**
	 * Calls {@code wx.login()} for a person.
	 * @param person the person
	 * @return the code
	 */
	public String code(String person) {
		return this.wechat.loginCode(this.appid, person);
	}

	/**
	 * Logs a person in, and expects it to work.
	 * @param person the person
	 * @return the tokens
	 */
	public Tokens logIn(String person) {
		openid(person);
		return exchange(code(person)).tokens();
	}

	/**
	 * Logs a person in who hands in the number of their phone, and expects it to work.
	 * @param person the person
	 * @return the answer
	 */
	public Answer logInWithPhone(String person) {
		openid(person);
		return logInWithPhoneAsync(person).join();
	}

	/**
	 * Calls {@code wx.requestVirtualPayment()} for a person, and waits until the shop has
	 * heard of a payment.
	 * @param person the person
	 * @param order what was signed, with its signatures
	 * @return WeChat's {@code errCode}
	 */
	public int pay(String person, JsonNode order) {
		int errCode = this.wechat.pay(this.appid, person, order);
		if (errCode == 0) {
			JsonNode signed = JsonMapper.shared().readTree(order.required("signData").asString());
			this.wechat.awaitDelivery(signed.required("outTradeNo").asString());
		}
		return errCode;
	}

	public Answer exchange(String code) {
		return exchangeAsync(code).join();
	}

	public CompletableFuture<Answer> exchangeAsync(String code) {
		return this.provider.token(Map.of("grant_type", "wechat_code", "client_id", this.appid, "code", code));
	}

	/**
	 * Logs a person in who hands in the number of their phone.
	 * @param person the person
	 * @return the answer to come
	 */
	public CompletableFuture<Answer> logInWithPhoneAsync(String person) {
		return this.provider.token(Map.of("grant_type", "wechat_code", "client_id", this.appid, "code", code(person),
				"phone_code", this.wechat.phoneCode(this.appid, person)));
	}

	/**
	 * Refreshes for a token that is meant for the provider.
	 * @param refreshToken the refresh token
	 * @return the answer to come
	 */
	public CompletableFuture<Answer> refreshForProviderAsync(String refreshToken) {
		return this.provider.token(Map.of("grant_type", "refresh_token", "client_id", this.appid, "refresh_token",
				refreshToken, "resource", this.provider.issuer().toString()));
	}

	public Answer refresh(String refreshToken) {
		return refreshAsync(refreshToken).join();
	}

	public CompletableFuture<Answer> refreshAsync(String refreshToken) {
		return this.provider
			.token(Map.of("grant_type", "refresh_token", "client_id", this.appid, "refresh_token", refreshToken));
	}

	/**
	 * Logs out, with either token of the session.
	 * @param token the token
	 * @return the answer to come
	 */
	public CompletableFuture<Answer> revokeAsync(String token) {
		return this.provider.revoke(this.appid, token);
	}

}
