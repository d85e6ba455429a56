package io.wegrant.server.wechat.services;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

import io.wegrant.server.accounts.LinkedIdentities;
import io.wegrant.server.accounts.LinkedIdentity;
import io.wegrant.server.accounts.Openid;
import io.wegrant.server.accounts.Sub;
import io.wegrant.server.accounts.UserStatus;
import io.wegrant.server.accounts.Users;
import io.wegrant.server.accounts.WechatAccount;
import io.wegrant.server.clients.WechatJob;
import io.wegrant.server.wechat.ApiCall;
import io.wegrant.server.wechat.WechatApi;
import io.wegrant.server.wechat.WechatSignatures;
import io.wegrant.server.wechat.WechatUnavailableException;
import io.wegrant.server.wechat.services.UserKeys.UserKey;
import io.wegrant.server.wechat.services.XpayCall.UserSignature;

/**
 * The calls of WeChat's virtual payment. The very bytes that a service sends are signed
 * and go to the one path that they are signed for.
 */
@RestController
class XpayEndpoint {

	/** A picture of a megabyte, in Base64. */
	static final int MAX_BYTES = 1536 * 1024;

	/**
	 * What WeChat says, among other things, of a user whose key it does not know, or who
	 * has another one: no key, a wrong signature, and an error of its own.
	 */
	private static final Set<Integer> MAYBE_STALE = Set.of(268490009, 268490003, -1);

	private final ServedApps apps;

	private final UserKeys keys;

	private final Users users;

	private final LinkedIdentities identities;

	private final WechatApi wechat;

	XpayEndpoint(ServedApps apps, UserKeys keys, Users users, LinkedIdentities identities, WechatApi wechat) {
		this.apps = apps;
		this.keys = keys;
		this.users = users;
		this.identities = identities;
		this.wechat = wechat;
	}

	@PostMapping(WechatServicesConfiguration.PATH + "/xpay/{call}")
	ResponseEntity<byte[]> call(@PathVariable String appid, @PathVariable String call,
			@RequestParam(required = false) @Nullable String sub, InputStream content, Authentication caller)
			throws IOException {
		ServedApp app = this.apps.find(caller, appid).require(WechatJob.PAYMENT);
		XpayCall wanted = XpayCall.find(call)
			.filter((each) -> each.isOpen(app.client().wechat().api()))
			.orElseThrow(ServicesProblem::pathNotGranted);
		byte[] bytes = JsonBody.bytes(content, MAX_BYTES);
		JsonNode body = StrictJson.object(bytes)
			.orElseThrow(() -> ServicesProblem.badRequest("the body is a JSON object whose members are there once"));
		String appKey = Payments.appKey(app, body);
		Optional<Sub> user = Optional.ofNullable(sub).map(Sub::new);
		Optional<UserKey> key = keyOf(app, wanted, user);
		Set<Openid> openids = key.map((each) -> Set.of(each.openid()))
			.or(() -> user.map((each) -> openidsOf(app, each)))
			.orElseGet(Set::of);
		checkOpenid(body, user, openids);
		this.apps.audit(app, "xpay " + wanted.name(), user);
		String query = "pay_sig=" + WechatSignatures.ofPayment(appKey, bytes, wanted.path())
				+ key.map((each) -> "&signature=" + WechatSignatures.ofUser(each.value(), bytes)).orElse("");
		BufferedAnswer answer = this.wechat.call(app.miniProgram(), new ApiCall(wanted.path(), Optional.of(bytes),
				query, Optional.of("application/json"), Optional.empty()), BufferedAnswer::read);
		key.filter((each) -> isStale(app, each, answer)).ifPresent((stale) -> {
			throw ServicesProblem.sessionKeyStale();
		});
		return answer.toResponse();
	}

	private Optional<UserKey> keyOf(ServedApp app, XpayCall call, Optional<Sub> sub) {
		if (call.users() == UserSignature.NEVER) {
			return Optional.empty();
		}
		if (call.users() == UserSignature.ALWAYS && sub.isEmpty()) {
			throw ServicesProblem.badRequest("sub is required: WeChat wants the user's signature");
		}
		return sub.map((each) -> this.keys.find(app, each));
	}

	private Set<Openid> openidsOf(ServedApp app, Sub sub) {
		if (this.users.find(sub)
			.filter((user) -> user.status() == UserStatus.ACTIVE && user.sub().equals(sub))
			.isEmpty()) {
			throw ServicesProblem.noSuchUser();
		}
		Set<Openid> openids = this.identities.of(sub)
			.stream()
			.map(LinkedIdentity::account)
			.filter((account) -> account.appid().equals(app.appid()))
			.map(WechatAccount::openid)
			.collect(Collectors.toUnmodifiableSet());
		if (openids.isEmpty()) {
			throw ServicesProblem.noSuchUser();
		}
		return openids;
	}

	// Whom the call is about is said by sub: an openid alone may be anybody's.
	private static void checkOpenid(JsonNode body, Optional<Sub> sub, Set<Openid> openids) {
		if (!body.has("openid")) {
			return;
		}
		if (sub.isEmpty()) {
			throw ServicesProblem.badRequest("sub is required: the body has an openid");
		}
		if (StrictJson.text(body, "openid").filter((openid) -> openids.contains(new Openid(openid))).isEmpty()) {
			throw ServicesProblem.foreignOpenid();
		}
	}

	// WeChat does not tell a wrong signature of the user from one of the mini-program.
	private boolean isStale(ServedApp app, UserKey key, BufferedAnswer answer) {
		if (!MAYBE_STALE.contains(answer.errcode().orElse(0))) {
			return false;
		}
		try {
			return !this.keys.isTaken(app, key);
		}
		catch (WechatUnavailableException ex) {
			return false;
		}
	}

}
