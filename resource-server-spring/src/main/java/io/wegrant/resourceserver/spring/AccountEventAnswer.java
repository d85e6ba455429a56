package io.wegrant.resourceserver.spring;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

import io.wegrant.resourceserver.EventVerification;

/**
 * What the provider is answered that has sent an account event (RFC 8935 sections 2.2 and
 * 2.3).
 *
 * @param status the status: 202 alone says that the event was taken
 * @param headers the headers
 * @param body the body, mostly empty
 */
public record AccountEventAnswer(int status, Map<String, String> headers, String body) {

	static final AccountEventAnswer TAKEN = of(202);

	static final AccountEventAnswer WRONG_METHOD = of(405, HttpHeaders.ALLOW, "POST");

	static final AccountEventAnswer WRONG_TYPE = of(415);

	/** The body is longer than any event. */
	public static final AccountEventAnswer TOO_LONG = of(413);

	static final AccountEventAnswer FAILED = of(500);

	private static AccountEventAnswer of(int status) {
		return new AccountEventAnswer(status, Map.of(), "");
	}

	private static AccountEventAnswer of(int status, String header, String value) {
		return new AccountEventAnswer(status, Map.of(header, value), "");
	}

	static AccountEventAnswer of(EventVerification.Unavailable unavailable) {
		return of(503, HttpHeaders.RETRY_AFTER, Long.toString(unavailable.retryAfter().toSeconds()));
	}

	static AccountEventAnswer of(EventVerification.Refused refused) {
		Map<String, String> headers = new LinkedHashMap<>();
		headers.put(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE);
		headers.put(HttpHeaders.CONTENT_LANGUAGE, "en");
		return new AccountEventAnswer(400, headers, refused.body());
	}

	/**
	 * Returns the body as it is sent.
	 * @return the bytes
	 */
	public byte[] bytes() {
		return this.body.getBytes(StandardCharsets.UTF_8);
	}

}
