package io.wegrant.endtoend;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.wegrant.endtoend.stage.Answer;
import io.wegrant.endtoend.stage.DemoService;
import io.wegrant.endtoend.stage.Forgeries;
import io.wegrant.endtoend.stage.MiniProgram;
import io.wegrant.endtoend.stage.Stage;
import io.wegrant.endtoend.stage.StageExtension;
import io.wegrant.endtoend.stage.Tokens;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A mini-program reaches a service through the company's gateway.
 */
@DisplayName("S01 a service behind a gateway")
@ExtendWith(StageExtension.class)
class GatewayStoryTests {

	private final Stage stage;

	private final MiniProgram miniProgram;

	private DemoService gateway;

	GatewayStoryTests(Stage stage) {
		this.stage = stage;
		this.miniProgram = stage.miniProgram();
	}

	@BeforeEach
	void start() {
		this.gateway = this.stage.gateway();
	}

	private Tokens logIn() {
		return this.miniProgram.logIn(this.stage.newcomer());
	}

	@Test
	void callWhenTokenIsValidThenServiceKnowsUserByIt() {
		Tokens alice = logIn();
		Tokens bob = logIn();
		assertThat(this.gateway.goods(alice.accessToken()).json().path("items")).isNotEmpty();
		Instant slot = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofDays(20));
		Answer booked = this.gateway.book(alice.accessToken(), slot);
		assertThat(booked.status()).as(booked.body()).isEqualTo(201);
		String id = booked.json().path("id").asString();
		assertThat(this.stage.demoService().appointment(alice.accessToken(), id)).isOk();
		assertThat(this.gateway.appointment(bob.accessToken(), id).status()).isEqualTo(404);
		assertThat(this.gateway.cancel(alice.accessToken(), id).status()).isEqualTo(204);
	}

	@Test
	void orderWhenTokenIsValidThenMembershipIsSold() {
		Tokens alice = logIn();
		Answer ordered = this.gateway.order(alice.accessToken());
		assertThat(ordered.status()).as(ordered.body()).isEqualTo(201);
		String id = ordered.json().required("id").asString();
		assertThat(this.gateway.order(alice.accessToken(), id)).isOk();
		assertThat(this.gateway.order(logIn().accessToken(), id).status()).isEqualTo(404);
	}

	@Test
	void callWhenTokenIsNoneOrWrongThenGatewayRefuses() {
		assertThat(this.gateway.goods()).asksForToken();
		assertThat(this.gateway.goods(Forgeries.signedByStranger(logIn()))).refusesToken();
		assertThat(this.gateway.goods(logIn().refreshToken())).refusesToken();
		assertThat(this.gateway.goods(this.stage.provider().tokenOfAdministrator())).refusesToken();
		assertThat(this.gateway.goods(this.stage.provider().tokenOfService()).status()).isEqualTo(403);
	}

	@Test
	void callWhenLoggedOutThenGatewayRefusesWithinSeconds() {
		Tokens tokens = logIn();
		assertThat(this.gateway.goods(tokens.accessToken())).isOk();
		this.miniProgram.revokeAsync(tokens.refreshToken()).join();
		Awaitility.await()
			.atMost(Duration.ofSeconds(5))
			.pollInterval(Duration.ofMillis(50))
			.until(() -> this.gateway.goods(tokens.accessToken()).status() == 401);
	}

	@Test
	void callWhenServiceIsDownThenUnavailableUntilItIsBack() {
		String token = logIn().accessToken();
		assertThat(this.gateway.goods(token)).isOk();
		this.stage.demoService().process().stop();
		Answer down = this.gateway.goods(token);
		assertThat(down.status()).as(down.body()).isEqualTo(503);
		this.stage.demoService().process().start();
		assertThat(this.gateway.goods(token)).isOk();
	}

}
