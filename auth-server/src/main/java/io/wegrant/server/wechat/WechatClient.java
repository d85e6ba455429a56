package io.wegrant.server.wechat;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import io.wegrant.server.accounts.Openid;
import io.wegrant.server.accounts.Unionid;
import io.wegrant.server.clients.MiniProgram;
import io.wegrant.server.staff.PhoneNumber;
import io.wegrant.server.wechat.StableTokens.AccessToken;

/**
 * The client of WeChat's server API. Each exchange is made once: a code is good for one,
 * and whether WeChat saw a call whose answer was lost cannot be known. Only a call that
 * WeChat refused for its secret or its access token is made again with another.
 */
final class WechatClient implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(WechatClient.class);

	private static final Pattern WECHAT_ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

	private static final Pattern COUNTRY_CODE = Pattern.compile("[1-9][0-9]{0,3}");

	private static final Pattern NATIONAL_NUMBER = Pattern.compile("[0-9]{3,14}");

	private static final Duration SOON = Duration.ofSeconds(2);

	private final WechatHttpClient http;

	private final AppSecrets secrets = new AppSecrets();

	private final StableTokens tokens;

	private final Clock clock;

	WechatClient(WechatProperties properties, int maxCalls, MeterRegistry meters, Clock clock) {
		this.http = new WechatHttpClient(properties.baseUrl(),
				new BoundedHttp(properties.connectTimeout(), properties.readTimeout(),
						properties.connectTimeout().plus(properties.readTimeout()), maxCalls, properties.maxWait()),
				meters);
		this.clock = clock;
		this.tokens = new StableTokens(this.http, this.secrets, properties, maxCalls, clock);
	}

	/**
	 * Returns the access tokens, of which a node has one for each mini-program.
	 * @return the access tokens
	 */
	StableTokens tokens() {
		return this.tokens;
	}

	/**
	 * Exchanges a login code (code2Session).
	 * @param miniProgram the mini-program whose user got the code
	 * @param code the code of {@code wx.login}
	 * @return what became of it
	 */
	Exchange exchange(MiniProgram miniProgram, String code) {
		String appid = miniProgram.appid();
		Instant askedAt = this.clock.instant();
		Reply<Exchange.Established> reply = this.secrets.call(miniProgram,
				(secret) -> this.http.get(WechatCall.CODE_TO_SESSION, appid,
						Map.of("appid", appid, "secret", secret, "js_code", code, "grant_type", "authorization_code"),
						(answer) -> established(answer, askedAt)));
		if (reply instanceof Reply.Accepted<Exchange.Established> accepted) {
			return accepted.value();
		}
		if (reply instanceof Reply.Rejected<?> rejected) {
			return (rejected.finding() == Reply.Finding.BLOCKED) ? new Exchange.Blocked() : new Exchange.InvalidCode();
		}
		if (reply instanceof Reply.Unavailable<?> unavailable) {
			return new Exchange.Unavailable(unavailable.retryAfter());
		}
		return new Exchange.Refused();
	}

	/**
	 * Exchanges a phone code (getuserphonenumber). WeChat gets the openid too and takes
	 * the code only if it is that person's, so that nobody can hand in the number of
	 * someone else.
	 * @param miniProgram the mini-program whose user got the code
	 * @param openid the person's id in the mini-program
	 * @param phoneCode the code of the {@code getPhoneNumber} button
	 * @return what it proves
	 */
	PhoneProof phoneNumber(MiniProgram miniProgram, Openid openid, String phoneCode) {
		Reply<AccessToken> token = this.tokens.current(miniProgram);
		Reply<PhoneNumber> reply = withToken(token, (value) -> requestNumber(miniProgram, openid, phoneCode, value));
		if (token instanceof Reply.Accepted<AccessToken> accepted && isInvalidToken(reply)) {
			// WeChat has not looked at the code.
			Reply<AccessToken> renewed = this.tokens.renew(miniProgram, accepted.value());
			reply = withToken(renewed, (value) -> requestNumber(miniProgram, openid, phoneCode, value));
		}
		if (reply instanceof Reply.Accepted<PhoneNumber> accepted) {
			return new PhoneProof.Held(accepted.value());
		}
		if (isInvalidToken(reply)) {
			logger.error("WeChat does not take a new access token of {} either", miniProgram.appid());
			return new PhoneProof.Unavailable(SOON);
		}
		if (reply instanceof Reply.Rejected) {
			return new PhoneProof.InvalidCode();
		}
		if (reply instanceof Reply.Unavailable<?> unavailable) {
			return new PhoneProof.Unavailable(unavailable.retryAfter());
		}
		return new PhoneProof.Refused();
	}

	private Reply<PhoneNumber> requestNumber(MiniProgram miniProgram, Openid openid, String phoneCode,
			AccessToken token) {
		return this.http.post(WechatCall.PHONE_NUMBER, miniProgram.appid(), Map.of("access_token", token.value()),
				JsonNodeFactory.instance.objectNode().put("code", phoneCode).put("openid", openid.value()),
				(answer) -> number(miniProgram.appid(), answer));
	}

	private static <T> Reply<T> withToken(Reply<AccessToken> token, Function<AccessToken, Reply<T>> call) {
		if (token instanceof Reply.Accepted<AccessToken> accepted) {
			return call.apply(accepted.value());
		}
		if (token instanceof Reply.Unavailable<?> unavailable) {
			return new Reply.Unavailable<>(unavailable.cause(), unavailable.retryAfter());
		}
		return new Reply.Refused<>((token instanceof Reply.Refused<?> refused) ? refused.cause() : "no_token");
	}

	private static boolean isInvalidToken(Reply<?> reply) {
		return reply instanceof Reply.Rejected<?> rejected && rejected.finding() == Reply.Finding.INVALID_TOKEN;
	}

	static Reply<Exchange.Established> established(JsonNode answer, Instant askedAt) {
		Optional<String> openid = ReplyReader.text(answer, "openid")
			.filter((value) -> WECHAT_ID.matcher(value).matches());
		if (openid.isEmpty()) {
			return new Reply.Refused<>("no_openid");
		}
		return new Reply.Accepted<>(new Exchange.Established(new Openid(openid.get()),
				ReplyReader.text(answer, "unionid")
					.filter((value) -> WECHAT_ID.matcher(value).matches())
					.map(Unionid::new),
				ReplyReader.text(answer, "session_key"), askedAt));
	}

	static Reply<PhoneNumber> number(String appid, JsonNode answer) {
		JsonNode phone = answer.path("phone_info");
		if (!appid.equals(ReplyReader.text(phone.path("watermark"), "appid").orElse(""))) {
			return new Reply.Refused<>("foreign_watermark");
		}
		String countryCode = countryCode(phone.path("countryCode"));
		String number = ReplyReader.text(phone, "purePhoneNumber").orElse("");
		if (!COUNTRY_CODE.matcher(countryCode).matches() || !NATIONAL_NUMBER.matcher(number).matches()) {
			return new Reply.Refused<>("no_phone_number");
		}
		return PhoneNumber.parse("+" + countryCode + number)
			.<Reply<PhoneNumber>>map(Reply.Accepted::new)
			.orElseGet(() -> new Reply.Refused<>("no_phone_number"));
	}

	private static String countryCode(JsonNode value) {
		// WeChat documents a string and shows a number.
		return (value.isString() || value.isIntegralNumber()) ? value.asString() : "";
	}

	@Override
	public void close() throws IOException {
		this.http.close();
	}

}
