package io.wegrant.server.notices;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

import com.sun.net.httpserver.HttpExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import io.wegrant.server.ClientKeyServer;
import io.wegrant.server.ReceivingServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Posts events to services that do not answer as they should.
 */
class ReceiverClientTests {

	private static final String PATH = "/events";

	private final CountDownLatch over = new CountDownLatch(1);

	private final ReceivingServer service = new ReceivingServer(
			(exchange) -> ClientKeyServer.send(exchange, 202, "taken"));

	private final ReceiverClient client = new ReceiverClient(JsonMapper.shared());

	@AfterEach
	void close() throws IOException {
		this.over.countDown();
		this.service.close();
		this.client.close();
	}

	@Test
	void postWhenAcceptedThenNothingIsReadOfTheAnswer() {
		assertThat(this.client.post(URI.create(this.service.url(PATH)), "event")).isEmpty();
		assertThat(this.service.at(PATH).get(0).body()).isEqualTo("event");
	}

	@Test
	void postWhenNobodyListensThenConnection() {
		String url = this.service.url(PATH);
		this.service.close();

		assertThat(this.client.post(URI.create(url), "event")).contains("connection");
	}

	@Test
	@DisplayName("W08: a service that hangs is left after ten seconds")
	void postWhenServiceHangsThenTimeout() {
		this.service.answer(PATH, (exchange) -> awaitEnd());

		assertLeft();
	}

	@Test
	@DisplayName("W08: one that answers a byte now and then, too")
	void postWhenAnswerTricklesThenTimeout() {
		this.service.answer(PATH, this::trickle);

		assertLeft();
	}

	private void assertLeft() {
		Instant begun = Instant.now();
		assertThat(this.client.post(URI.create(this.service.url(PATH)), "event")).contains("timeout");
		assertThat(Duration.between(begun, Instant.now())).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(14));
	}

	private void trickle(HttpExchange exchange) throws IOException {
		exchange.sendResponseHeaders(400, 0);
		while (this.over.getCount() > 0) {
			exchange.getResponseBody().write(' ');
			exchange.getResponseBody().flush();
			LockSupport.parkNanos(100_000_000);
		}
	}

	private void awaitEnd() {
		try {
			this.over.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
