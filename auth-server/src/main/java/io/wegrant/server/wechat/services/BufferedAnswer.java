package io.wegrant.server.wechat.services;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

import io.wegrant.server.wechat.ApiAnswer;

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
		Optional<JsonNode> errcode = this.body.flatMap(StrictJson::object)
			.map((answer) -> answer.path("errcode"))
			.filter((value) -> value.isIntegralNumber() && value.canConvertToInt());
		return errcode.isPresent() ? OptionalInt.of(errcode.get().intValue()) : OptionalInt.empty();
	}

	ResponseEntity<byte[]> toResponse() {
		ResponseEntity.BodyBuilder response = ResponseEntity.status(this.status).cacheControl(CacheControl.noStore());
		this.contentType.ifPresent((type) -> response.header(HttpHeaders.CONTENT_TYPE, type));
		return response.body(this.body.orElseThrow());
	}

	@Override
	public String toString() {
		return "BufferedAnswer[redacted]";
	}

}
