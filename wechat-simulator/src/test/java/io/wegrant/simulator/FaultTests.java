package io.wegrant.simulator;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.wegrant.simulator.traffic.Call;
import io.wegrant.simulator.traffic.Fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(SimulatorExtension.class)
class FaultTests {

	private static final String PATH = "/sns/jscode2session";

	private final WechatSimulator simulator;

	private final SimulatorClient client;

	FaultTests(WechatSimulator simulator, SimulatorClient client) {
		this.simulator = simulator;
		this.client = client;
	}

	@Test
	void callWhenErrcodeIsSetThenRefusesWithItsText() {
		this.simulator.fault(Fault.errcode(45011));
		Reply reply = login();
		reply.assertRefused(45011, "api minute-quota reach limit mustslower retry next minute");
		assertThat(reply.contentType()).isEqualTo("text/plain");
		assertUnprocessed("errcode", 45011);
	}

	@Test
	void callWhenErrcodeHasATextThenRefusesWithThatText() {
		this.simulator.fault(Fault.errcode(61007, "api is unauthorized"));
		assertThat(login().body()).isEqualTo("{\"errcode\":61007,\"errmsg\":\"api is unauthorized\"}");
	}

	@Test
	void callWhenErrcodeIsUnheardOfThenStillRefuses() {
		this.simulator.fault(Fault.errcode(99999));
		assertThat(login().body()).isEqualTo("{\"errcode\":99999,\"errmsg\":\"error 99999\"}");
	}

	@Test
	void callWhenDelayedThenIsProcessedAndAnsweredLate() {
		this.simulator.fault(Fault.delay(Duration.ofMillis(300)));
		long start = System.nanoTime();
		assertThat(login().text("openid")).isNotEmpty();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
		assertProcessed("delay");
	}

	@Test
	void callWhenDelayIsTakenBackThenAnsweredAtOnce() {
		this.simulator.fault(Fault.delay(Duration.ofMinutes(1)));
		CompletableFuture<Reply> late = CompletableFuture.supplyAsync(this::login);
		Awaitility.await().until(() -> !this.simulator.calls().isEmpty());
		assertThat(late).isNotDone();

		this.simulator.clearFaults();

		assertThat(late).succeedsWithin(Duration.ofSeconds(10))
			.satisfies((reply) -> assertThat(reply.text("openid")).isNotEmpty());
	}

	@Test
	void callWhenResetThenIsProcessedAndConnectionBreaks() {
		this.simulator.fault(Fault.reset());
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(this::postForToken);
		assertThat(this.simulator.calls()).singleElement().satisfies((call) -> {
			assertThat(call.errcode()).isZero();
			assertThat(call.fault()).isEqualTo("reset");
		});
	}

	@Test
	void callWhenTruncatedThenIsProcessedAndConnectionBreaks() {
		this.simulator.fault(Fault.truncate());
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(this::login);
		assertProcessed("truncate");
	}

	@Test
	void callWhenHtmlThenAnswersPageWithStatus200() {
		this.simulator.fault(Fault.html());
		Reply reply = login();
		assertThat(reply.status()).isEqualTo(200);
		assertThat(reply.contentType()).isEqualTo("text/html");
		assertThat(reply.body()).startsWith("<!DOCTYPE html>");
		assertUnprocessed("html", null);
	}

	@Test
	void callWhenEmptyThenAnswersNothingWithStatus200() {
		this.simulator.fault(Fault.empty());
		Reply reply = login();
		assertThat(reply.status()).isEqualTo(200);
		assertThat(reply.contentType()).isEqualTo("text/plain");
		assertThat(reply.bytes()).isEmpty();
		assertUnprocessed("empty", null);
	}

	@ParameterizedTest
	@ValueSource(ints = { 412, 500, 502 })
	void callWhenStatusIsSetThenAnswersIt(int status) {
		this.simulator.fault(Fault.status(status));
		Reply reply = login();
		assertThat(reply.status()).isEqualTo(status);
		assertThat(reply.bytes()).isEmpty();
		assertUnprocessed("status", null);
	}

	@Test
	void callWhenContentTypeIsSetThenAnswersWithIt() {
		this.simulator.fault(Fault.contentType("image/png"));
		Reply reply = login();
		assertThat(reply.contentType()).isEqualTo("image/png");
		assertThat(reply.text("openid")).isNotEmpty();
		assertProcessed("content-type");
	}

	@Test
	void callWhenGarbageThenAnswersWhatIsNotUtf8() {
		this.simulator.fault(Fault.garbage());
		Reply reply = login();
		assertThat(reply.status()).isEqualTo(200);
		assertThatExceptionOfType(CharacterCodingException.class)
			.isThrownBy(() -> StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(reply.bytes())));
		assertUnprocessed("garbage", null);
	}

	@Test
	void callWhenBodyIsSetThenAnswersItToTheLetter() {
		String body = "[".repeat(500_000) + "微信" + "]".repeat(500_000);
		this.simulator.fault(Fault.body("application/json", body));
		Reply reply = login();
		assertThat(reply.contentType()).isEqualTo("application/json");
		assertThat(reply.body()).isEqualTo(body);
		assertUnprocessed("body", null);
	}

	@Test
	void callWhenFaultIsForOtherPathThenIsUntouched() {
		this.simulator.fault(Fault.status(500).on("/cgi-bin/token", "/cgi-bin/stable_token"));
		assertThat(login().text("openid")).isNotEmpty();
		assertThat(this.client.get("/cgi-bin/token").status()).isEqualTo(500);
	}

	@Test
	void callWhenFaultIsForTwoCallsThenThirdIsUntouched() {
		this.simulator.fault(Fault.status(500).times(1), Fault.errcode(-1).times(1));
		assertThat(login().status()).isEqualTo(500);
		login().assertRefused(-1, "system error");
		assertThat(login().text("openid")).isNotEmpty();
	}

	@Test
	void callWhenFaultsAreReplacedThenEarlierOnesEnd() {
		this.simulator.fault(Fault.status(500));
		this.simulator.fault(Fault.status(502));
		assertThat(login().status()).isEqualTo(502);
	}

	@Test
	void callWhenFaultsAreClearedThenIsUntouched() {
		this.simulator.fault(Fault.status(500));
		this.simulator.clearFaults();
		assertThat(login().text("openid")).isNotEmpty();
	}

	private Reply login() {
		return this.client.codeToSession(this.simulator.loginCode(SimulatorClient.APPID, "alice"));
	}

	// The JDK's client repeats a GET by itself when a connection breaks.
	private Reply postForToken() {
		return this.client.post("/cgi-bin/stable_token",
				SimulatorClient.stableTokenRequest(SimulatorClient.APPID, SimulatorClient.SECRET, false));
	}

	private void assertProcessed(String fault) {
		assertThat(this.simulator.calls()).singleElement().satisfies((call) -> {
			assertThat(call.path()).isEqualTo(PATH);
			assertThat(call.exchanged()).isTrue();
			assertThat(call.errcode()).isZero();
			assertThat(call.fault()).isEqualTo(fault);
		});
	}

	private void assertUnprocessed(String fault, Integer errcode) {
		assertThat(this.simulator.calls()).singleElement()
			.returns(PATH, Call::path)
			.returns(false, Call::exchanged)
			.returns(errcode, Call::errcode)
			.returns(fault, Call::fault);
	}

}
