package io.wegrant.server.wechat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.wegrant.server.logs.RepeatedLines;

/**
 * Reads WeChat's answers. Only an answer without error that holds what was asked for is a
 * success; whatever is not known is a refusal. The text of an error is never looked at,
 * but for the request id that WeChat's support asks for.
 */
final class ReplyReader {

	private static final RepeatedLines log = new RepeatedLines(LoggerFactory.getLogger(ReplyReader.class));

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.build();

	private static final Pattern REQUEST_ID = Pattern.compile("rid: ([0-9a-f]{1,8}(?:-[0-9a-f]{1,8}){2})");

	private static final Set<Integer> INVALID_TOKENS = Set.of(40001, 40014, 42001);

	private static final int NOT_A_NUMBER = Integer.MIN_VALUE;

	private static final Duration SOON = Duration.ofSeconds(2);

	private static final Duration NEXT_MINUTE = Duration.ofMinutes(1);

	private static final Duration NEXT_HOUR = Duration.ofHours(1);

	/** What the operator has to put right, by error code. */
	private static final Map<Integer, String> FAULTS = Map.of(40013, "the appid is unknown to WeChat", 40125,
			"the app secret is wrong", 40164, "this server's address is not on the mini-program's allow list", 40243,
			"the app secret is frozen", 48001, "the mini-program may not use this API", 50002,
			"the mini-program is banned or closed");

	<T> Reply<T> read(WechatCall call, String appid, int status, byte[] body, Function<JsonNode, Reply<T>> success) {
		if (status != 200) {
			log.warn(List.of(call.subject(), appid, status), "WeChat answered {} of {} with status {}");
			return new Reply.Unavailable<>("status_" + status, SOON);
		}
		JsonNode answer = parse(body);
		if (answer == null) {
			log.warn(List.of(call.subject(), appid), "WeChat answered {} of {} with {} bytes that are no JSON object",
					body.length);
			return new Reply.Unavailable<>("unreadable", SOON);
		}
		int errcode = errcode(answer.get("errcode"));
		if (errcode != 0) {
			return failed(call, appid, errcode, answer);
		}
		Reply<T> reply = success.apply(answer);
		if (reply instanceof Reply.Refused<T> refused) {
			log.error(List.of(call.subject(), appid, refused.cause()),
					"WeChat answered {} of {} without error, but with {}");
		}
		return reply;
	}

	/**
	 * Tells whether an answer says that the access token is no good.
	 * @param body the answer
	 * @return whether it is an error about the token
	 */
	static boolean refusesToken(byte[] body) {
		JsonNode answer = parse(body);
		return answer != null && INVALID_TOKENS.contains(errcode(answer.get("errcode")));
	}

	/**
	 * Returns the error code of an answer.
	 * @param body the answer
	 * @return the code, or empty if it is no JSON object, or has none
	 */
	static OptionalInt errcodeOf(byte[] body) {
		JsonNode answer = parse(body);
		return (answer != null && answer.has("errcode")) ? OptionalInt.of(errcode(answer.get("errcode")))
				: OptionalInt.empty();
	}

	/**
	 * Returns a member that is a text.
	 * @param object the object
	 * @param name the member's name
	 * @return the text, or empty if there is none, it is empty or no text
	 */
	static Optional<String> text(JsonNode object, String name) {
		JsonNode value = object.get(name);
		return (value != null && value.isString() && !value.stringValue().isEmpty()) ? Optional.of(value.stringValue())
				: Optional.empty();
	}

	private static <T> Reply<T> failed(WechatCall call, String appid, int errcode, JsonNode answer) {
		Reply.Finding finding = call.findings().get(errcode);
		if (finding != null) {
			return new Reply.Rejected<>(finding);
		}
		String subject = call.subject();
		String cause = (errcode == NOT_A_NUMBER) ? "errcode_unreadable" : "errcode_" + errcode;
		String requestId = requestId(answer);
		switch (errcode) {
			case -1 -> {
				log.warn(List.of(subject, appid, cause), "WeChat is busy: {} of {} failed with {}, rid {}", requestId);
				return new Reply.Unavailable<>(cause, SOON);
			}
			case 45011 -> {
				log.warn(List.of(appid, subject, cause),
						"WeChat limits the calls of {} for this minute: {} failed with {}, rid {}", requestId);
				return new Reply.Unavailable<>(cause, NEXT_MINUTE);
			}
			case 45009 -> {
				log.error(List.of(appid, subject, cause),
						"The daily quota of {} at WeChat is used up: {} failed with {}, rid {}", requestId);
				return new Reply.Unavailable<>(cause, NEXT_HOUR);
			}
			default -> {
				String fault = FAULTS.getOrDefault(errcode, "see WeChat's list of return codes");
				log.error(List.of(subject, appid, cause, fault), "WeChat refused {} of {} with {}: {}, rid {}",
						requestId);
				return new Reply.Refused<>(cause);
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

	private static String requestId(JsonNode answer) {
		Matcher matcher = REQUEST_ID.matcher(text(answer, "errmsg").orElse(""));
		return matcher.find() ? matcher.group(1) : "unknown";
	}

}
