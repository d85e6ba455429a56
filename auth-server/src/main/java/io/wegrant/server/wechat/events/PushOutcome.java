package io.wegrant.server.wechat.events;

import java.util.Locale;

import org.springframework.http.HttpStatus;

/**
 * What becomes of a push. What is signed rightly and cannot be read is taken all the
 * same: WeChat would send it again, tell the user that the service is not available, and
 * it would be no more readable. What is not WeChat's is refused, and looks the same from
 * outside whatever is wrong with it.
 */
enum PushOutcome {

	/** Something was closed or erased. */
	OBEYED(HttpStatus.OK),

	/** A service has answered it. */
	DELIVERED(HttpStatus.OK),

	/** It goes to a service that has not answered, and is to come again. */
	UNDELIVERED(HttpStatus.SERVICE_UNAVAILABLE),

	/** A user's message that no service takes: people may answer it. */
	HANDED_OVER(HttpStatus.OK),

	/** There was nothing to do. */
	IGNORED(HttpStatus.OK),

	/** It came before. */
	REPEATED(HttpStatus.OK),

	/** Neither JSON nor XML, or without what its event must have: it is lost. */
	MALFORMED(HttpStatus.OK),

	/** WeChat wants an answer that nobody here can give, and is to send it again. */
	UNANSWERED(HttpStatus.SERVICE_UNAVAILABLE),

	/** Not signed, or not as the registration wants it. */
	FORGED(HttpStatus.FORBIDDEN),

	/** The signature came with something else before. */
	REPLAYED(HttpStatus.FORBIDDEN),

	/** Encrypted with another key, or for another mini-program. */
	UNDECIPHERABLE(HttpStatus.FORBIDDEN);

	private final HttpStatus status;

	PushOutcome(HttpStatus status) {
		this.status = status;
	}

	HttpStatus status() {
		return this.status;
	}

	/**
	 * Returns it as the value of a meter's tag.
	 * @return the name in lower case
	 */
	String tag() {
		return name().toLowerCase(Locale.ROOT);
	}

}
