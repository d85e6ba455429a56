package io.wegrant.server.connections;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.wegrant.server.AnswerAssert;
import io.wegrant.server.Database;
import io.wegrant.server.TestProvider;

import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.WECHAT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that come slowly, in pieces, or not to their end.
 */
class SlowRequestsStoryTests {

	private static final int CROWD = 1_000;

	private static final String FORM = "application/x-www-form-urlencoded";

	private final TestProvider hasty = TestProvider.shared(Database.H2, "wegrant.connections.header-deadline=2s",
			"wegrant.connections.body-deadline=3s", "wegrant.connections.body-megabytes=16");

	/** The crowd gathers slowly where the machine has other work. */
	private final TestProvider patient = TestProvider.shared(Database.H2, "wegrant.connections.body-deadline=2m",
			"wegrant.connections.body-megabytes=16");

	private TestProvider provider = this.hasty;

	private final List<Socket> sockets = new ArrayList<>();

	@AfterEach
	void close() throws IOException {
		for (Socket socket : this.sockets) {
			socket.close();
		}
		Awaitility.await().until(() -> this.provider.bean(BodyMemory.class).used() == 0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/oauth2/token", "/oauth2/revoke", "/oauth2/introspect", "/account/avatar",
			"/account/phone", "/admin/api/staff/import", "/wechat/events/wx1234567890abcdef", "/userinfo", "/nowhere" })
	@DisplayName("X01: 1,000 bodies that stop after one byte keep nobody waiting, wherever they are sent")
	void sendWhenManyBodiesStopThenOthersAreAnsweredAtOnce(String path) throws IOException {
		this.provider = this.patient;
		Duration calm = login();
		for (int i = 0; i < CROWD; i++) {
			send(connect(), head("POST", path, FORM, 100) + "g");
		}
		BodyMemory memory = this.provider.bean(BodyMemory.class);
		Awaitility.await().until(() -> memory.used() >= CROWD);

		assertThat(login()).isLessThan(Duration.ofSeconds(2).plus(calm));
		assertThat(this.provider.send(this.provider.management("/actuator/health/readiness")).status()).isEqualTo(200);
	}

	@Test
	@DisplayName("X01: a body that does not end within its deadline is answered with 408")
	void sendWhenBodyStopsThenTimesOut() throws IOException {
		Socket socket = connect();
		send(socket, head("POST", "/oauth2/token", FORM, 100) + "g");

		String answer = all(socket);

		assertThat(answer).startsWith("HTTP/1.1 408 ").contains("application/problem+json", "\"status\":408");
		assertThat(this.provider.bean(MeterRegistry.class)
			.get("wegrant.connections.refused")
			.tag("status", "408")
			.counter()
			.count()).isPositive();
	}

	@Test
	@DisplayName("X01: a body that comes byte by byte has the same deadline")
	void sendWhenBodyTricklesThenTimesOut() throws IOException {
		Socket socket = connect();
		send(socket, head("POST", "/oauth2/token", FORM, 100_000));
		Thread trickle = new Thread(() -> {
			try {
				while (!socket.isClosed()) {
					send(socket, "g");
					// The pace of the sender.
					Thread.sleep(100);
				}
			}
			catch (IOException | InterruptedException ex) {
				// The connection was closed, as it should be.
			}
		});
		trickle.start();

		assertThat(all(socket)).startsWith("HTTP/1.1 408 ");
		socket.close();
	}

	@Test
	@DisplayName("X01: headers that do not end within their deadline cost the connection")
	void sendWhenHeadersStopThenConnectionIsClosed() throws IOException {
		Socket stops = connect();
		Socket idle = connect();
		send(stops, "POST /oauth2/token HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
		long begin = System.nanoTime();

		assertThat(all(stops)).isEmpty();

		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(8));
		send(idle, "GET /oauth2/jwks HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
		assertThat(all(idle)).startsWith("HTTP/1.1 200 ");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void loginWhenBodyComesInPiecesThenGrantsTokens(boolean chunked) throws IOException {
		String form = "grant_type=wechat_code&client_id=" + APPID + "&code="
				+ WECHAT.loginCode(APPID, "person-" + UUID.randomUUID()) + "&device=a+%E6%89%8B%E6%9C%BA";
		Socket socket = connect();
		send(socket,
				chunked ? headOfChunks("/oauth2/token", FORM) : head("POST", "/oauth2/token", FORM, form.length()));
		for (int i = 0; i < form.length(); i += 7) {
			String piece = form.substring(i, Math.min(i + 7, form.length()));
			send(socket, chunked ? Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n" : piece);
		}
		send(socket, chunked ? "0\r\n\r\n" : "");

		assertThat(all(socket)).startsWith("HTTP/1.1 200 ").contains("\"refresh_token\":");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/oauth2/token", "/oauth2/token?x=y", "/oauth2/token;a=b", "/oauth2//token",
			"/oauth2/./token", "/oauth2/%74oken", "/account/avatar", "/account/phone", "/admin/api/staff/import",
			"/nowhere", "/userinfo", "/%E2%80%AE" })
	@DisplayName("A request whose body comes later is answered as one that comes at once")
	void sendWhenBodyComesLaterThenAnswersTheSame(String path) throws IOException {
		String body = "grant_type=nothing&client_id=" + APPID;
		Socket atOnce = connect();
		send(atOnce, head("POST", path, FORM, body.length()) + body);
		Socket later = connect();
		send(later, head("POST", path, FORM, body.length()));
		BodyMemory memory = this.provider.bean(BodyMemory.class);
		send(later, body.substring(0, 1));
		Awaitility.await().until(() -> memory.used() > 0);
		send(later, body.substring(1));

		assertThat(withoutDate(all(later))).isEqualTo(withoutDate(all(atOnce)));
	}

	@Test
	@DisplayName("A connection goes on after a body that came slowly, and after one that nobody read")
	void sendWhenConnectionIsKeptThenNextRequestIsAnswered() throws IOException {
		Socket socket = connect();
		String head = "POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 70000\r\n\r\n";
		send(socket, head + "x".repeat(100));
		send(socket, "x".repeat(69_900));
		send(socket, "GET /oauth2/jwks HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

		assertThat(all(socket)).startsWith("HTTP/1.1 404 ").contains("HTTP/1.1 200 ", "\"keys\"");
	}

	@Test
	void sendWhenBodyIsLongerThanEndpointTakesThenEndpointsOwnAnswer() throws IOException {
		Socket socket = connect();
		send(socket, head("POST", "/oauth2/token", FORM, 1_000_000) + "a=");
		send(socket, "x".repeat(999_998));

		assertThat(all(socket)).startsWith("HTTP/1.1 400 ").contains("\"error\":\"invalid_request\"", "too long");
	}

	@Test
	void sendWhenBodyIsFarTooLongThenRefused() throws IOException {
		Socket announced = connect();
		send(announced, head("POST", "/oauth2/token", FORM, 1_000_000_000));
		Socket chunked = connect();
		send(chunked, headOfChunks("/oauth2/token", FORM));
		String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";

		assertThat(all(announced)).startsWith("HTTP/1.1 413 ");
		assertThat(Awaitility.await()
			.pollInterval(Duration.ofMillis(1))
			.until(() -> sendAndSee(chunked, chunk), (seen) -> !seen.isEmpty())).isIn("closed", "HTTP/1.1 413");
	}

	private static String sendAndSee(Socket socket, String chunk) throws IOException {
		try {
			send(socket, chunk);
			return (socket.getInputStream().available() > 0)
					? new String(socket.getInputStream().readNBytes("HTTP/1.1 413".length()), StandardCharsets.US_ASCII)
					: "";
		}
		catch (IOException ex) {
			return "closed";
		}
	}

	@Test
	@DisplayName("X01: one address has a quarter of the memory for bodies, and others theirs")
	void sendWhenAddressFillsItsShareThenRefusedAndOthersAreNot() throws IOException {
		for (int i = 0; i < 4; i++) {
			sendLong(connect(2));
		}
		List<Socket> senders = List.copyOf(this.sockets);
		Socket other = connect(3);
		send(other, head("POST", "/oauth2/token", FORM, 100) + "g");

		// Which of them is refused depends on whose bytes are read last.
		assertThat(Awaitility.await().until(() -> begun(senders), (answer) -> !answer.isEmpty()))
			.startsWith("HTTP/1.1 503 ")
			.contains("Retry-After: 1");
		assertThat(all(other)).startsWith("HTTP/1.1 408 ");
	}

	private static void sendLong(Socket socket) {
		try {
			send(socket, head("POST", "/admin/api/staff/import", "text/csv", 4_000_000));
			send(socket, "x".repeat(1_100_000));
		}
		catch (IOException ex) {
			// It was refused before it was sent.
		}
	}

	private static String begun(List<Socket> sockets) throws IOException {
		for (Socket socket : sockets) {
			int length = socket.getInputStream().available();
			if (length > 0) {
				return new String(socket.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
			}
		}
		return "";
	}

	@Test
	void sendWhenSenderGoesAwayThenMemoryIsFreed() throws IOException {
		BodyMemory memory = this.provider.bean(BodyMemory.class);
		Socket socket = connect();
		send(socket, head("POST", "/oauth2/token", FORM, 50_000) + "x".repeat(20_000));
		Awaitility.await().until(() -> memory.used() > 0);

		socket.close();

		Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> memory.used() == 0);
	}

	private Duration login() {
		long begin = System.nanoTime();
		AnswerAssert.assertThat(this.provider.login(APPID, "person-" + UUID.randomUUID())).grantsTokens();
		return Duration.ofNanos(System.nanoTime() - begin);
	}

	private static String head(String method, String path, String type, long length) {
		return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: " + type
				+ "\r\nContent-Length: " + length + "\r\n\r\n";
	}

	private static String headOfChunks(String path, String type) {
		return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: " + type
				+ "\r\nTransfer-Encoding: chunked\r\n\r\n";
	}

	private static String withoutDate(String answer) {
		return answer.replaceAll("\r\nDate: [^\r]*", "");
	}

	private Socket connect() throws IOException {
		return connect(1);
	}

	private Socket connect(int host) throws IOException {
		Socket socket = new Socket();
		this.sockets.add(socket);
		socket.setTcpNoDelay(true);
		socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] { 127, 0, 0, (byte) host }), 0));
		socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(),
				this.provider.request("/").build().uri().getPort()));
		socket.setSoTimeout(20_000);
		return socket;
	}

	private static void send(Socket socket, String bytes) throws IOException {
		socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
	}

	private static String all(Socket socket) throws IOException {
		return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

}
