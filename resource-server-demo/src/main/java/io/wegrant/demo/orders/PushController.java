package io.wegrant.demo.orders;

import java.time.Clock;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Takes WeChat's pushes from the provider. WeChat sends one again until it is answered
 * with 0, and may send it again all the same: only what was done is answered so, and what
 * is sent twice is done once.
 */
@RestController
class PushController {

	private static final Logger log = LoggerFactory.getLogger(PushController.class);

	private static final String PAYMENT = "xpay_";

	private static final String PAID = "xpay_goods_deliver_notify";

	private final Orders orders;

	private final ThankYous thankYous;

	private final Clock clock;

	PushController(Orders orders, ThankYous thankYous, Clock clock) {
		this.orders = orders;
		this.thankYous = thankYous;
		this.clock = clock;
	}

	@PostMapping("/wechat/events")
	ResponseEntity<String> take(JwtAuthenticationToken provider,
			@RequestHeader(HttpHeaders.CONTENT_TYPE) MediaType type, @RequestBody byte[] body) {
		Push push = read(type, body);
		boolean done = push.event().equals(PAID) ? deliver(provider.getToken().getClaimAsString("appid"), push)
				: !push.event().startsWith(PAYMENT);
		if (!done) {
			log.warn("Not acknowledged: {} of order {}", push.event(), push.text("OutTradeNo"));
		}
		return ResponseEntity.ok()
			.contentType(push.type())
			.body(done ? push.answer(0, "success") : push.answer(1, "not taken"));
	}

	private boolean deliver(@Nullable String appid, Push push) {
		Optional<Order> order = this.orders.find(push.text("OutTradeNo")).filter((each) -> each.isPaidBy(appid, push));
		order.filter((each) -> this.orders.pay(each.id(), this.clock.millis()) == 1)
			.ifPresent((each) -> this.thankYous.send(each, push.text("OpenId")));
		return order.isPresent();
	}

	private static Push read(MediaType type, byte[] body) {
		try {
			return Push.read(type, body);
		}
		catch (IllegalArgumentException ex) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "The push " + ex.getMessage() + ".");
		}
	}

}
