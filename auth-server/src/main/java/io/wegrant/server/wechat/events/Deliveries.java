package io.wegrant.server.wechat.events;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.core.OAuth2AccessToken;

import io.wegrant.server.accounts.Appid;
import io.wegrant.server.authorization.ClientTokens;
import io.wegrant.server.authorization.ProviderCall;
import io.wegrant.server.clients.ClientId;
import io.wegrant.server.logs.RepeatedLines;
import io.wegrant.server.wechat.WechatScopes;

/**
 * Takes pushes on to the services that are registered for them, with a token by which
 * they know that it is the provider who does.
 */
final class Deliveries implements AutoCloseable {

	private static final RepeatedLines log = new RepeatedLines(LoggerFactory.getLogger(Deliveries.class));

	private static final String APPID = "appid";

	private static final Duration TOKEN_LIFETIME = Duration.ofSeconds(60);

	/** WeChat waits 5 s. */
	private static final Duration LIMIT = Duration.ofSeconds(4);

	/** The one event for which WeChat waits 3 s. */
	private static final String REFUND_QUERY = "xpay_subscribe_ios_refund_query_notify";

	private static final Duration REFUND_QUERY_LIMIT = Duration.ofMillis(2500);

	private final PushRoutes routes;

	private final ClientTokens tokens;

	private final PushReceiverClient client;

	private final Turns turns;

	private final MeterRegistry meters;

	Deliveries(PushRoutes routes, ClientTokens tokens, int most, MeterRegistry meters) {
		this.routes = routes;
		this.tokens = tokens;
		this.client = new PushReceiverClient(most);
		this.turns = new Turns(most);
		this.meters = meters;
	}

	/**
	 * Delivers a message, outside of any transaction.
	 * @param appid the mini-program that it is about
	 * @param message the message
	 * @param receivedNanos when it was received, by {@link System#nanoTime()}
	 * @return how it came to the service, or empty if none is registered for it
	 * @throws org.springframework.dao.DataAccessException if the service's registration
	 * has changed and cannot be read
	 */
	Optional<Delivery> deliver(Appid appid, PushMessage message, long receivedNanos) {
		Optional<Receiver> receiver = this.routes.find(appid, message.name());
		Optional<OAuth2AccessToken> token = receiver.flatMap((each) -> token(each, appid));
		if (receiver.isPresent() && token.isEmpty()) {
			// What was held was old, and another may be registered by now.
			receiver = this.routes.find(appid, message.name());
			token = receiver.flatMap((each) -> token(each, appid));
		}
		if (receiver.isEmpty()) {
			return Optional.empty();
		}
		ClientId service = receiver.get().client().clientId();
		Timer.Sample sample = Timer.start(this.meters);
		Delivery delivery = token.isEmpty() ? new Delivery.Missed("registration")
				: inTurn(receiver.get(), token.get(), message, receivedNanos);
		sample.stop(timer(delivery));
		if (delivery instanceof Delivery.Missed missed) {
			log.warn(List.of(appid, service, missed.cause()), "A push to {} was not answered by service {}: {}");
		}
		return Optional.of(delivery);
	}

	private Delivery inTurn(Receiver receiver, OAuth2AccessToken token, PushMessage message, long receivedNanos) {
		ClientId service = receiver.client().clientId();
		if (!this.turns.take(service)) {
			return new Delivery.Missed("saturated");
		}
		try {
			Duration limit = REFUND_QUERY.equals(message.event()) ? REFUND_QUERY_LIMIT : LIMIT;
			Duration left = limit.minusNanos(System.nanoTime() - receivedNanos);
			return (left.compareTo(Duration.ZERO) > 0)
					? this.client.post(receiver.route().url(), token.getTokenValue(), message, left)
					: new Delivery.Missed("timeout");
		}
		finally {
			this.turns.giveBack(service);
		}
	}

	private Optional<OAuth2AccessToken> token(Receiver receiver, Appid appid) {
		return this.tokens.forCall(receiver.client(), new ProviderCall(receiver.route().resource(), TOKEN_LIFETIME,
				WechatScopes.EVENTS, Map.of(APPID, appid.value())));
	}

	private Timer timer(Delivery delivery) {
		return Timer.builder("wegrant.wechat.deliveries")
			.description("Pushes that went on to services")
			.tag("outcome", (delivery instanceof Delivery.Missed) ? "undelivered" : "delivered")
			.tag("cause", (delivery instanceof Delivery.Missed missed) ? missed.cause() : "none")
			.register(this.meters);
	}

	@Override
	public void close() throws IOException {
		this.client.close();
	}

}
