package io.wegrant.server.wechat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads WeChat's answer to code2Session. Only an answer without error that names an
 * openid is a success; whatever is not known is a refusal. The text of an error is never
 * looked at, but for the request id that WeChat's support asks for.
 */
final class ExchangeReader {

	private static final Logger logger = LoggerFactory.getLogger(ExchangeReader.class);

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.build();

	private static final Pattern WECHAT_ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

	private static final Pattern REQUEST_ID = Pattern.compile("rid: ([0-9a-f]{1,8}(?:-[0-9a-f]{1,8}){2})");

	private static final int NOT_A_NUMBER = Integer.MIN_VALUE;

	private static final Duration SOON = Duration.ofSeconds(2);

	private static final Duration NEXT_MINUTE = Duration.ofMinutes(1);

	private static final Duration NEXT_HOUR = Duration.ofHours(1);

	/** What the operator has to put right, by error code. */
	private static final Map<Integer, String> FAULTS = Map.of(40013, "the appid is unknown to WeChat", 40125,
			"the app secret is wrong", 40164, "this server's address is not on the mini-program's allow list", 40243,
			"the app secret is frozen", 48001, "the mini-program may not use this API", 50002,
			"the mini-program is banned or closed");

	Exchange read(String appid, int status, byte[] body) {
		if (status != 200) {
			logger.warn("WeChat answered a login of {} with status {}", appid, status);
			return new Exchange.Unavailable("status_" + status, SOON);
		}
		JsonNode answer = parse(body);
		if (answer == null) {
			logger.warn("WeChat answered a login of {} with {} bytes that are no JSON object", appid, body.length);
			return new Exchange.Unavailable("unreadable", SOON);
		}
		int errcode = errcode(answer.get("errcode"));
		return (errcode == 0) ? established(appid, answer) : failed(appid, errcode, answer);
	}

	private static Exchange established(String appid, JsonNode answer) {
		Optional<String> openid = text(answer, "openid").filter((value) -> WECHAT_ID.matcher(value).matches());
		if (openid.isEmpty()) {
			logger.error("WeChat answered a login of {} without error and without a usable openid", appid);
			return new Exchange.Refused("no_openid");
		}
		return new Exchange.Established(openid.get(),
				text(answer, "unionid").filter((value) -> WECHAT_ID.matcher(value).matches()),
				text(answer, "session_key"));
	}

	private static Exchange failed(String appid, int errcode, JsonNode answer) {
		String cause = (errcode == NOT_A_NUMBER) ? "errcode_unreadable" : "errcode_" + errcode;
		String requestId = requestId(answer);
		switch (errcode) {
			case 40029, 40163 -> {
				return new Exchange.InvalidCode();
			}
			case 40226 -> {
				return new Exchange.Blocked();
			}
			case -1 -> {
				logger.warn("WeChat is busy: a login of {} failed with {}, rid {}", appid, cause, requestId);
				return new Exchange.Unavailable(cause, SOON);
			}
			case 45011 -> {
				logger.warn("WeChat limits the logins of {} for this minute ({}), rid {}", appid, cause, requestId);
				return new Exchange.Unavailable(cause, NEXT_MINUTE);
			}
			case 45009 -> {
				logger.error("The daily quota of {} at WeChat is used up ({}), rid {}", appid, cause, requestId);
				return new Exchange.Unavailable(cause, NEXT_HOUR);
			}
			default -> {
				String fault = FAULTS.getOrDefault(errcode, "see WeChat's list of return codes");
				logger.error("WeChat refused a login of {} with {}: {}, rid {}", appid, cause, fault, requestId);
				return new Exchange.Refused(cause);
			}
		}
	}

	private static @Nullable JsonNode parse(byte[] body) {
		try {
			JsonNode answer = JSON.readTree(new String(body, StandardCharsets.UTF_8));
			return answer.isObject() ? answer : null;
		}
		catch (JacksonException ex) {
			// The parser's message quotes the answer, which may hold a session_key.
			return null;
		}
	}

	private static int errcode(@Nullable JsonNode errcode) {
		if (errcode == null || errcode.isNull()) {
			return 0;
		}
		if (errcode.isIntegralNumber() && errcode.canConvertToInt()) {
			return errcode.intValue();
		}
		if (errcode.isString() && errcode.stringValue().matches("-?[0-9]{1,9}")) {
			return Integer.parseInt(errcode.stringValue());
		}
		return NOT_A_NUMBER;
	}

	private static Optional<String> text(JsonNode answer, String name) {
		JsonNode value = answer.get(name);
		return (value != null && value.isString() && !value.stringValue().isEmpty()) ? Optional.of(value.stringValue())
				: Optional.empty();
	}

	private static String requestId(JsonNode answer) {
		Matcher matcher = REQUEST_ID.matcher(text(answer, "errmsg").orElse(""));
		return matcher.find() ? matcher.group(1) : "unknown";
	}

}
