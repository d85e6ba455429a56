package io.wegrant.simulator.wechat;

import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

import io.wegrant.simulator.credentials.SessionKeys;
import io.wegrant.simulator.credentials.Signatures;
import io.wegrant.simulator.directory.MiniPrograms;
import io.wegrant.simulator.directory.People;
import io.wegrant.simulator.directory.VirtualPayment;
import io.wegrant.simulator.directory.VirtualPayment.Environment;

/**
 * Reads the proofs, in a call about payments, that the caller holds the key of virtual
 * payment and the session key of the user. Both are over the bytes of the body.
 */
@Component
final class SignedPayment {

	private final AppCredentials credentials;

	private final MiniPrograms miniPrograms;

	private final People people;

	private final SessionKeys sessionKeys;

	SignedPayment(AppCredentials credentials, MiniPrograms miniPrograms, People people, SessionKeys sessionKeys) {
		this.credentials = credentials;
		this.miniPrograms = miniPrograms;
		this.people = people;
		this.sessionKeys = sessionKeys;
	}

	/**
	 * Reads a call and checks its {@code pay_sig}.
	 * @param request the call
	 * @param need whether there must be one
	 * @return the call
	 */
	PaymentCall read(WechatRequest request, Need need) {
		if (!request.isPost()) {
			throw WechatError.POST_REQUIRED.refusal();
		}
		String appid = this.credentials.byAccessToken(request);
		VirtualPayment payment = this.miniPrograms.require(appid).payment();
		if (payment == null) {
			throw WechatError.API_UNAUTHORIZED.refusal();
		}
		ObjectNode json = request.json();
		Environment environment = environment(json);
		if (need.concerns(request, "pay_sig")
				&& !Signatures.ofPayment(payment.appKey(environment), request.path(), request.body().bytes())
					.equals(request.parameter("pay_sig").orElse(""))) {
			throw WechatError.PAYMENT_SIGNATURE.refusal();
		}
		return new PaymentCall(appid, environment, json);
	}

	/**
	 * Reads whom a call is about and checks the {@code signature} of that user.
	 * @param request the call
	 * @param call what was read of it
	 * @param need whether there must be a signature
	 * @return the openid of the user
	 */
	String user(WechatRequest request, PaymentCall call, Need need) {
		String openid = WechatRequest.text(call.json(), "openid")
			.filter((value) -> this.people.byOpenid(call.appid(), value).isPresent())
			.orElseThrow(WechatError.PAYMENT_OPENID::refusal);
		if (!need.concerns(request, "signature")) {
			return openid;
		}
		String sessionKey = this.sessionKeys.find(call.appid(), openid)
			.orElseThrow(WechatError.PAYMENT_SESSION_KEY::refusal);
		if (!Signatures.ofSession(sessionKey, request.body().bytes())
			.equals(request.parameter("signature").orElse(""))) {
			throw WechatError.PAYMENT_USER_SIGNATURE.refusal();
		}
		return openid;
	}

	private static Environment environment(ObjectNode json) {
		if (!json.has("env")) {
			return Environment.LIVE;
		}
		return Environment.of(json.path("env").isIntegralNumber() ? json.path("env").asInt(-1) : -1)
			.orElseThrow(() -> WechatError.PAYMENT_PARAMETER.refusal("env"));
	}

	/**
	 * Whether a call needs a proof.
	 */
	enum Need {

		/**
		 * A call without it is refused.
		 */
		ALWAYS,

		/**
		 * WeChat's documents disagree: only a wrong one is refused.
		 */
		WHEN_SENT,

		/**
		 * Nobody looks at it.
		 */
		NEVER;

		private boolean concerns(WechatRequest request, String parameter) {
			return this == ALWAYS || (this == WHEN_SENT && request.parameters().containsKey(parameter));
		}

	}

}
