package io.wegrant.server.wechat.services;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

import org.springframework.http.CacheControl;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

import io.wegrant.server.wechat.ApiAnswer;
import io.wegrant.server.wechat.WechatApi;

/**
 * A whole answer of WeChat's.
 *
 * @param status the HTTP status
 * @param contentType the type of the body, if WeChat says
 * @param body the body
 */
record BufferedAnswer(int status, Optional<String> contentType, Optional<byte[]> body) {

	private static final int MAX_BYTES = 1024 * 1024;

	static BufferedAnswer read(ApiAnswer answer) throws IOException {
		byte[] body = answer.body().readNBytes(MAX_BYTES + 1);
		if (body.length > MAX_BYTES) {
			throw ServicesProblem.answerTooLong();
		}
		return new BufferedAnswer(answer.status(), answer.contentType(), Optional.of(body));
	}

	OptionalInt errcode() {
		return WechatApi.errcodeOf(this.body.orElseThrow());
	}

	ResponseEntity<byte[]> toResponse() {
		return ResponseEntity.status(this.status)
			.cacheControl(CacheControl.noStore())
			.contentType(mediaType())
			.body(this.body.orElseThrow());
	}

	private MediaType mediaType() {
		try {
			return this.contentType.map(MediaType::parseMediaType).orElse(MediaType.APPLICATION_JSON);
		}
		catch (InvalidMediaTypeException ex) {
			return MediaType.APPLICATION_JSON;
		}
	}

	@Override
	public String toString() {
		return "BufferedAnswer[redacted]";
	}

}
