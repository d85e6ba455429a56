package io.wegrant.benchmarks.load;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.wegrant.benchmarks.load.Connection.Answer;
import io.wegrant.benchmarks.load.Order.Pace;

import static org.assertj.core.api.Assertions.assertThat;

class BurstTests {

	private HttpServer server;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/whole", (exchange) -> answer(exchange, 200, 14));
		this.server.createContext("/chunked", (exchange) -> answer(exchange, 200, 0));
		this.server.createContext("/refused", (exchange) -> answer(exchange, 503, 14));
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	@Test
	void exchangeWhenLengthIsToldThenReadsSeveralAnswersOfOneConnection() throws IOException {
		try (Connection connection = new Connection(port())) {
			for (int i = 0; i < 3; i++) {
				assertThat(connection.exchange(Http.get("/whole", "")))
					.isEqualTo(new Answer(200, "{\"name\":\"me\"}\n"));
			}
		}
	}

	@Test
	void exchangeWhenAnswerIsChunkedThenReadsIt() throws IOException {
		try (Connection connection = new Connection(port())) {
			for (int i = 0; i < 3; i++) {
				assertThat(connection.exchange(Http.get("/chunked", "")).member("name")).isEqualTo("me");
			}
		}
	}

	@Test
	void runWhenNumberIsGivenThenSendsSoMany() {
		Burst burst = new Burst(Work.repeating(List.of(Http.get("/whole", ""))), port(), Pace.count(2, 12));
		burst.run(2);
		assertThat(burst.answered()).isEqualTo(12);
		assertThat(burst.latencies().getTotalCount()).isEqualTo(12);
	}

	@Test
	void runWhenServerRefusesThenCountsFailure() {
		Burst burst = new Burst(Work.repeating(List.of(Http.get("/refused", ""))), port(), Pace.count(1, 25));
		burst.run(1);
		assertThat(burst.failed()).isEqualTo(1);
		assertThat(burst.failure()).isEqualTo("status 503");
	}

	@Test
	void runWhenServerFallsBehindThenLatencyCountsFromWhenRequestWasDue() {
		// All are due within some microseconds, and one connection sends one after
		// the other: the last one has waited for all of them.
		Burst burst = new Burst(Work.repeating(List.of(Http.get("/whole", ""))), port(),
				new Pace(1, 60, 20, 1_000_000));
		burst.run(1);
		double lastMillis = burst.latencies().getMaxValue() / 1e6;
		assertThat(lastMillis).isGreaterThan(burst.seconds() * 1000 * 0.5);
	}

	private int port() {
		return this.server.getAddress().getPort();
	}

	private static void answer(HttpExchange exchange, int status, int length) throws IOException {
		exchange.sendResponseHeaders(status, length);
		try (OutputStream body = exchange.getResponseBody()) {
			body.write("{\"name\":\"me\"}\n".getBytes(StandardCharsets.UTF_8));
		}
	}

}
