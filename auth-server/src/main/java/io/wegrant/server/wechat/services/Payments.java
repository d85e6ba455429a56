package io.wegrant.server.wechat.services;

import java.util.List;
import java.util.Optional;

import tools.jackson.databind.JsonNode;

import io.wegrant.server.clients.PaymentSettings;
import io.wegrant.server.wechat.WechatSignatures;
import io.wegrant.server.wechat.services.UserKeys.UserKey;

/**
 * What a mini-program sells, and what of it may be signed: bodies for one of its own
 * offers, with the AppKey of the environment that they name.
 */
final class Payments {

	/** What the mini-program signs for, in place of a path. */
	private static final String CLIENT_PAYMENT = "requestVirtualPayment";

	private static final List<String> OFFERS = List.of("offerId", "offer_id");

	private static final List<String> OF_CALLS = List.of("openid", "user_ip", "ts", "zone_id", "mchid");

	private Payments() {
	}

	/**
	 * Signs the {@code signData} of {@code wx.requestVirtualPayment}.
	 * @param appKey the AppKey that {@link #appKeyFor} returned
	 * @param key the user's key
	 * @param signData the text that is signed
	 * @return both signatures
	 */
	static PaymentSignatures sign(String appKey, UserKey key, byte[] signData) {
		return new PaymentSignatures(WechatSignatures.ofUser(key.value(), signData),
				WechatSignatures.ofPayment(appKey, signData, CLIENT_PAYMENT));
	}

	/**
	 * Returns the AppKey that the {@code signData} of {@code wx.requestVirtualPayment} is
	 * signed with.
	 * @param app the mini-program
	 * @param signData the text that is signed
	 * @return the key of the environment that it names
	 * @throws ServicesProblem if nothing of this mini-program's is sold by it
	 */
	static String appKeyFor(ServedApp app, byte[] signData) {
		JsonNode data = StrictJson.object(signData)
			.orElseThrow(() -> ServicesProblem
				.badRequest("sign_data is the text of a JSON object whose members are there once"));
		if (data.get("offerId") == null) {
			throw ServicesProblem.badRequest("sign_data has an offerId");
		}
		// A user's signature of the body of a call is made where the call is.
		if (OF_CALLS.stream().anyMatch(data::has)) {
			throw ServicesProblem
				.badRequest("sign_data is that of wx.requestVirtualPayment, and not the body of a call");
		}
		return appKey(app, data);
	}

	/**
	 * Returns the AppKey that a body is signed with.
	 * @param app the mini-program
	 * @param body the body
	 * @return the key of the environment that it names
	 * @throws ServicesProblem if the body is for another offer, or there is no such key
	 */
	static String appKey(ServedApp app, JsonNode body) {
		PaymentSettings payment = app.miniProgram().payment().orElseThrow(ServicesProblem::nothingSold);
		boolean isOwn = OFFERS.stream()
			.filter(body::has)
			.allMatch((name) -> StrictJson.text(body, name).filter(payment.offerIds()::contains).isPresent());
		if (!isOwn) {
			throw ServicesProblem.foreignOffer();
		}
		return (isSandbox(body) ? payment.sandboxAppKey() : Optional.of(payment.appKey()))
			.orElseThrow(ServicesProblem::nothingSold);
	}

	private static boolean isSandbox(JsonNode body) {
		JsonNode env = body.get("env");
		if (env != null && !(env.isInt() && (env.intValue() == 0 || env.intValue() == 1))) {
			throw ServicesProblem.badRequest("env is 0 for live payments or 1 for the sandbox");
		}
		return env != null && env.intValue() == 1;
	}

	/**
	 * What a mini-program hands to {@code wx.requestVirtualPayment}.
	 *
	 * @param signature the user's signature
	 * @param pay_signature the mini-program's, {@code paySig}
	 */
	record PaymentSignatures(String signature, String pay_signature) {

		@Override
		public String toString() {
			return "PaymentSignatures[redacted]";
		}

	}

}
