package io.wegrant.server.wechat.events;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * What WeChat hears of a push.
 *
 * @param status the status
 * @param type the media type of the body
 * @param body the body, which may be empty
 */
record PushAnswer(HttpStatus status, MediaType type, String body) {

	@Override
	public String toString() {
		return "PushAnswer[status=" + this.status + "]";
	}

}
