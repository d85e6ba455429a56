package io.wegrant.server.wechat.events;

import java.io.IOException;
import java.io.InputStream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
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

	private static final Logger logger = LoggerFactory.getLogger(EventsEndpoint.class);

	private static final int MAX_BODY = 64 * 1024;

	private final Pushes pushes;

	private final EventMeters meters;

	EventsEndpoint(Pushes pushes, EventMeters meters) {
		this.pushes = pushes;
		this.meters = meters;
	}

	@GetMapping(PATH)
	ResponseEntity<String> verifyUrl(@RequestAttribute(SignedRequest.ATTRIBUTE) SignedRequest request) {
		return text(request.echo().orElseThrow(PushRefused::malformed));
	}

	@PostMapping(PATH)
	ResponseEntity<String> takePush(@RequestAttribute(SignedRequest.ATTRIBUTE) SignedRequest request,
			InputStream content) throws IOException {
		byte[] body = content.readNBytes(MAX_BODY + 1);
		if (body.length > MAX_BODY) {
			throw PushRefused.tooLong();
		}
		this.pushes.take(request, body);
		return text("success");
	}

	@ExceptionHandler
	ResponseEntity<Void> onRefused(PushRefused ex) {
		logger.warn("A push of WeChat's was not taken: {}", ex.outcome());
		this.meters.refused(ex);
		return ResponseEntity.status(ex.status()).build();
	}

	private static ResponseEntity<String> text(String body) {
		return ResponseEntity.ok().contentType(MediaType.TEXT_PLAIN).body(body);
	}

}
