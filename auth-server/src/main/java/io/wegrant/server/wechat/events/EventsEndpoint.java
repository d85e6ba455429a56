package io.wegrant.server.wechat.events;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

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
			.map((echo) -> ResponseEntity.ok().contentType(MediaType.TEXT_PLAIN).body(echo))
			.orElseGet(() -> ResponseEntity.badRequest().build());
	}

	@PostMapping(PATH)
	ResponseEntity<byte[]> takePush(@RequestAttribute(SignedRequest.ATTRIBUTE) SignedRequest request,
			InputStream content) throws IOException {
		// What is longer is no message of WeChat's, and cannot be read.
		byte[] body = content.readNBytes(MAX_BODY + 1);
		PushAnswer answer = this.pushes.take(request, body);
		if (answer.body().isEmpty()) {
			return ResponseEntity.status(answer.status()).build();
		}
		return ResponseEntity.status(answer.status())
			.contentType(answer.type())
			.body(answer.body().getBytes(StandardCharsets.UTF_8));
	}

}
