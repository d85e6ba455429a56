package io.wegrant.resourceserver.boot;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockHound;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.wegrant.resourceserver.AccountEventListener;
import io.wegrant.resourceserver.HttpService;
import io.wegrant.resourceserver.TestAccessToken;
import io.wegrant.resourceserver.TestIssuer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The threads of a reactive service wait for nothing on account of a token.
 */
@DisplayName("S02 event loops")
class EventLoopTests {

	private static final String PATH = "/wegrant/account-events";

	/** Where threads were kept waiting, innermost call first. */
	private static final List<List<String>> WAITS = new CopyOnWriteArrayList<>();

	@BeforeAll
	static void watch() {
		BlockHound.builder()
			.loadIntegrations()
			.blockingMethodCallback((method) -> WAITS
				.add(Arrays.stream(new Throwable().getStackTrace()).map(StackTraceElement::toString).toList()))
			.install();
	}

	@BeforeEach
	void forget() {
		WAITS.clear();
	}

	private static List<List<String>> waitsOfOurs() {
		return WAITS.stream()
			.filter((stack) -> stack.stream()
				.anyMatch((call) -> call.startsWith("io.wegrant.resourceserver.") && !call.contains("EventLoopTests")))
			.toList();
	}

	@Test
	void watchWhenEventLoopIsKeptWaitingThenSeen() {
		Mono.fromRunnable(EventLoopTests::sleep).subscribeOn(Schedulers.parallel()).block();
		assertThat(WAITS).isNotEmpty();
		assertThat(waitsOfOurs()).isEmpty();
	}

	private static void sleep() {
		try {
			Thread.sleep(1);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void callWhenTokensAreNewKnownOrBadThenNoEventLoopWaits() {
		try (TestIssuer issuer = TestIssuer.start(); HttpService service = start(issuer.issuer())) {
			TestAccessToken token = issuer.accessTokenFor(TestReactiveService.AUDIENCE);
			TestAccessToken foreign = issuer.accessTokenFor("http://other.test");
			String known = token.sign();
			TestContext.await(() -> service.get("/me", known).statusCode() == 200);
			for (int i = 0; i < 50; i++) {
				assertThat(service.get("/me", known).statusCode()).isEqualTo(200);
				assertThat(service.get("/me", token.claim("jti", "t-" + i).sign()).statusCode()).isEqualTo(200);
				assertThat(service.get("/me", foreign.sign()).statusCode()).isEqualTo(401);
				assertThat(service.get("/me").statusCode()).isEqualTo(401);
				assertThat(service.get("/goods", known).statusCode()).isEqualTo(403);
			}
			issuer.rotate();
			String next = issuer.accessTokenFor(TestReactiveService.AUDIENCE).sign();
			assertThat(service.get("/me", next).statusCode()).isEqualTo(200);
		}
		assertThat(waitsOfOurs()).isEmpty();
	}

	@Test
	void callWhenProviderHangsThenRequestsWithoutTokenAreAnsweredMeanwhile() throws Exception {
		try (TestIssuer issuer = TestIssuer.start();
				ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
				HttpService service = TestReactiveService.start(TestReactiveService.ApplicationWithOwnChain.class,
						"http://localhost:" + silent.getLocalPort())) {
			String token = issuer.accessTokenFor(TestReactiveService.AUDIENCE).sign();
			List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
			IntStream.range(0, 16)
				.forEach((i) -> waiting.add(CompletableFuture.supplyAsync(() -> service.get("/me", token))));
			for (int i = 0; i < 20; i++) {
				long begin = System.nanoTime();
				assertThat(service.get("/open").statusCode()).isEqualTo(200);
				assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
			}
			for (CompletableFuture<HttpResponse<String>> answer : waiting) {
				assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
			}
		}
		assertThat(waitsOfOurs()).isEmpty();
	}

	@Test
	@DisplayName("W08 events are checked without waiting, and listeners wait elsewhere")
	void postWhenListenerWaitsThenNoEventLoopDoes() throws Exception {
		List<String> threads = new CopyOnWriteArrayList<>();
		AccountEventListener slow = (event) -> {
			threads.add(Thread.currentThread().getName());
			sleep();
		};
		try (TestIssuer issuer = TestIssuer.start(); HttpService service = start(issuer.issuer(), slow)) {
			for (int i = 0; i < 20; i++) {
				assertThat(post(service, event(issuer)).statusCode()).isEqualTo(202);
				assertThat(post(service, "opaque").statusCode()).isEqualTo(400);
				assertThat(service.get(PATH).statusCode()).isEqualTo(405);
			}
			issuer.rotate();
			assertThat(post(service, event(issuer)).statusCode()).isEqualTo(202);
		}
		assertThat(threads).hasSize(21).allSatisfy((thread) -> assertThat(thread).startsWith("boundedElastic"));
		assertThat(waitsOfOurs()).isEmpty();
	}

	@Test
	void postWhenListenerHangsThenOthersAreServedAndItEndsThoughTheProviderHasHungUp() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch over = new CountDownLatch(1);
		CompletableFuture<Boolean> undisturbed = new CompletableFuture<>();
		AccountEventListener hanging = (event) -> {
			begun.countDown();
			undisturbed.complete(waited(over));
		};
		try (TestIssuer issuer = TestIssuer.start(); HttpService service = start(issuer.issuer(), hanging)) {
			String event = event(issuer);
			URI address = service.request(PATH).build().uri();
			try (Socket socket = new Socket("localhost", address.getPort())) {
				socket.getOutputStream()
					.write(("POST " + PATH
							+ " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/secevent+jwt\r\n"
							+ "Content-Length: " + event.length() + "\r\n\r\n" + event)
						.getBytes(StandardCharsets.US_ASCII));
				assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
			}
			for (int i = 0; i < 20; i++) {
				assertThat(service.get("/me").statusCode()).isEqualTo(401);
				assertThat(post(service, "opaque").statusCode()).isEqualTo(400);
			}
			over.countDown();
			assertThat(undisturbed.get(20, TimeUnit.SECONDS)).isTrue();
		}
	}

	private static boolean waited(CountDownLatch latch) {
		try {
			return latch.await(20, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	@Test
	void postWhenProviderHangsThenUnavailableAndOthersAreAnsweredMeanwhile() throws Exception {
		try (TestIssuer issuer = TestIssuer.start();
				ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
				HttpService service = start("http://localhost:" + silent.getLocalPort(), (event) -> sleep())) {
			String event = event(issuer);
			List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
			IntStream.range(0, 16)
				.forEach((i) -> waiting.add(CompletableFuture.supplyAsync(() -> post(service, event))));
			for (int i = 0; i < 20; i++) {
				long begin = System.nanoTime();
				assertThat(post(service, "opaque").statusCode()).isEqualTo(400);
				assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
			}
			for (CompletableFuture<HttpResponse<String>> answer : waiting) {
				assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
			}
		}
		assertThat(waitsOfOurs()).isEmpty();
	}

	private static String event(TestIssuer issuer) {
		return issuer.accountEventFor(TestReactiveService.AUDIENCE).sign();
	}

	private static HttpResponse<String> post(HttpService service, String event) {
		return service.send(service.request(PATH)
			.header("Content-Type", "application/secevent+jwt")
			.POST(HttpRequest.BodyPublishers.ofString(event))
			.build());
	}

	private static HttpService start(String issuer, AccountEventListener listener) {
		return TestReactiveService.start(TestReactiveService.Application.class, issuer, List.of(listener));
	}

	private static HttpService start(String issuer) {
		return TestReactiveService.start(TestReactiveService.Application.class, issuer);
	}

}
