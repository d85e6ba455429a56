package io.wegrant.server.wechat.events;

import java.io.IOException;
import java.io.InputStream;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where WeChat pushes its events. What comes here is signed: {@link PushSignatureFilter}.
 */
@RestController
class EventsEndpoint {

	static final String PATH = "/wechat/events/{appid}";

	private static final int MAX_BODY = 64 * 1024;

	/** Whatever is not zero: WeChat sends the push again. */
	private static final String JSON_ERROR = "{\"ErrCode\":1,\"ErrMsg\":\"nobody takes it\"}";

	private static final String XML_ERROR = "<xml><ErrCode>1</ErrCode><ErrMsg><![CDATA[nobody takes it]]></ErrMsg></xml>";

	private final Pushes pushes;

	EventsEndpoint(Pushes pushes) {
		this.pushes = pushes;
	}

	@GetMapping(PATH)
	ResponseEntity<String> verifyUrl(@RequestAttribute(SignedRequest.ATTRIBUTE) SignedRequest request) {
		PushOutcome outcome = this.pushes.verify(request, request.echo().orElse(""));
		if (outcome.status().isError()) {
			return ResponseEntity.status(outcome.status()).build();
		}
		return request.echo()
			.map((echo) -> text(HttpStatus.OK, echo))
			.orElseGet(() -> ResponseEntity.badRequest().build());
	}

	@PostMapping(PATH)
	ResponseEntity<String> takePush(@RequestAttribute(SignedRequest.ATTRIBUTE) SignedRequest request,
			InputStream content) throws IOException {
		// What is longer is no message of WeChat's, and cannot be read.
		byte[] body = content.readNBytes(MAX_BODY + 1);
		PushOutcome outcome = this.pushes.take(request, body);
		if (outcome == PushOutcome.UNANSWERED) {
			return text(outcome.status(), PushMessage.isXml(body) ? XML_ERROR : JSON_ERROR);
		}
		return outcome.status().isError() ? ResponseEntity.status(outcome.status()).build()
				: text(outcome.status(), "success");
	}

	private static ResponseEntity<String> text(HttpStatus status, String body) {
		return ResponseEntity.status(status).contentType(MediaType.TEXT_PLAIN).body(body);
	}

}
