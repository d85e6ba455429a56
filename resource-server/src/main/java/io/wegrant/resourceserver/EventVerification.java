package io.wegrant.resourceserver;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import com.nimbusds.jose.util.JSONObjectUtils;

/**
 * What {@link AccountEventVerifier} finds of a Security Event Token, and by that how to
 * answer the provider (RFC 8935 section 2).
 */
public sealed interface EventVerification {

	/**
	 * The provider says so, to this service, now. The answer is 202 without a body as
	 * soon as the event has been dealt with.
	 *
	 * @param event what has happened
	 */
	record Accepted(AccountEvent event) implements EventVerification {
	}

	/**
	 * It is good, and of a type that this version does not know. The answer is 202
	 * without a body, or the provider would send it again.
	 *
	 * @param id the id of the event ({@code jti})
	 * @param type the type, a URI
	 */
	record Unknown(String id, String type) implements EventVerification {
	}

	/**
	 * It is not good. The answer is 400 with {@link #body()}.
	 *
	 * @param err the code of RFC 8935 section 2.4: {@code invalid_request},
	 * {@code invalid_key}, {@code invalid_issuer} or {@code invalid_audience}
	 * @param description the rule that refuses it, in English, without anything of what
	 * was sent
	 */
	record Refused(String err, String description) implements EventVerification {

		/**
		 * Writes the body of the answer, which has {@code Content-Type: application/json}
		 * and {@code Content-Language: en}.
		 * @return a JSON object in ASCII
		 */
		public String body() {
			Map<String, Object> members = new LinkedHashMap<>();
			members.put("err", this.err);
			members.put("description", this.description);
			return JSONObjectUtils.toJSONString(members);
		}

	}

	/**
	 * The service cannot tell, since no key of the provider can be had. The answer is 503
	 * with {@code Retry-After}.
	 *
	 * @param retryAfter when to try again, at least a second
	 */
	record Unavailable(Duration retryAfter) implements EventVerification {
	}

}
