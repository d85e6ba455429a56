package io.wegrant.endtoend;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.wegrant.endtoend.stage.Answer;
import io.wegrant.endtoend.stage.DemoService;
import io.wegrant.endtoend.stage.MiniProgram;
import io.wegrant.endtoend.stage.Stage;
import io.wegrant.endtoend.stage.StageExtension;
import io.wegrant.endtoend.stage.Tokens;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(StageExtension.class)
class AppointmentsStoryTests {

	private final Stage stage;

	private final MiniProgram miniProgram;

	private final DemoService service;

	AppointmentsStoryTests(Stage stage) {
		this.stage = stage;
		this.miniProgram = stage.miniProgram();
		this.service = stage.demoService();
	}

	@Test
	void bookWhenLoggedInThenNobodyElseSeesOrCancelsIt() {
		String alice = logIn().accessToken();
		String bob = logIn().accessToken();
		Answer booked = this.service.book(alice, slotIn(Duration.ofDays(2)));
		assertThat(booked.status()).as(booked.body()).isEqualTo(201);
		String id = booked.json().path("id").asString();
		assertThat(this.service.appointment(alice, id)).isOk();
		assertThat(this.service.appointments(bob).json().path("items")).isEmpty();
		assertThat(this.service.appointment(bob, id).status()).isEqualTo(404);
		assertThat(this.service.cancel(bob, id).status()).isEqualTo(404);
		assertThat(this.service.appointments(alice).json().path("items")).hasSize(1);
		assertThat(this.service.cancel(alice, id).status()).isEqualTo(204);
	}

	@Test
	void bookWhenTwentyWantOneSlotThenOneGetsIt() {
		Instant slot = slotIn(Duration.ofDays(3));
		List<String> people = IntStream.range(0, 20).mapToObj((i) -> logIn().accessToken()).toList();
		List<Integer> statuses = Concurrently
			.join(people.stream().map((token) -> this.service.bookAsync(token, slot)).toList())
			.stream()
			.map(Answer::status)
			.toList();
		assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
	}

	@Test
	void bookWhenSessionHasEndedThenRefuses() {
		Tokens alice = logIn();
		assertThat(this.service.appointments(alice.accessToken())).isOk();
		assertThat(this.miniProgram.revokeAsync(alice.refreshToken()).join()).isOk();
		Awaitility.await().until(() -> this.service.appointments(alice.accessToken()).status() == 401);
		assertThat(this.service.book(alice.accessToken(), slotIn(Duration.ofDays(4)))).refusesToken();
	}

	@Test
	void bookWhenTokenIsOfServiceThenAsksForScope() {
		assertThat(this.service.book(this.stage.provider().tokenOfService(), slotIn(Duration.ofDays(5))))
			.asksForScope("appointments");
	}

	private Tokens logIn() {
		return this.miniProgram.logIn(this.stage.newcomer());
	}

	private static Instant slotIn(Duration time) {
		return Instant.now().truncatedTo(ChronoUnit.HOURS).plus(time);
	}

}
