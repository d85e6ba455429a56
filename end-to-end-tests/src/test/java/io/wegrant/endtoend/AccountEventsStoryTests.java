package io.wegrant.endtoend;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.wegrant.endtoend.stage.Answer;
import io.wegrant.endtoend.stage.DemoService;
import io.wegrant.endtoend.stage.MiniProgram;
import io.wegrant.endtoend.stage.Provider;
import io.wegrant.endtoend.stage.Stage;
import io.wegrant.endtoend.stage.StageExtension;
import io.wegrant.endtoend.stage.Tokens;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The demo service keeps appointments and orders, and hears what happens to those who
 * made them.
 */
@DisplayName("W08 account events")
@ExtendWith(StageExtension.class)
class AccountEventsStoryTests {

	private static final Duration TAKE_OVER = Duration.ofSeconds(60);

	private final Stage stage;

	private final Provider provider;

	private final MiniProgram miniProgram;

	private final DemoService service;

	AccountEventsStoryTests(Stage stage) {
		this.stage = stage;
		this.provider = stage.provider();
		this.miniProgram = stage.miniProgram();
		this.service = stage.demoService();
	}

	@Test
	void closeWhenServiceKeepsAppointmentThenItIsErasedAndTheSlotIsFree() {
		Instant slot = slotIn(Duration.ofDays(11));
		Tokens alice = logIn();
		Tokens bob = logIn();
		assertThat(this.service.book(alice.accessToken(), slot).status()).isEqualTo(201);
		assertThat(this.service.book(bob.accessToken(), slot).status()).isEqualTo(409);

		close(alice);

		awaitFree(slot, bob);
		awaitTaken();
	}

	@Test
	void mergeWhenServiceKeepsDataOfBothThenItIsTheOneUsers() {
		Tokens old = logIn();
		Tokens current = logIn();
		Answer booked = this.service.book(old.accessToken(), slotIn(Duration.ofDays(12)));
		assertThat(booked.status()).isEqualTo(201);
		Answer ordered = this.service.order(old.accessToken());
		assertThat(ordered.status()).isEqualTo(201);
		String appointment = booked.json().required("id").asString();
		String order = ordered.json().required("id").asString();
		assertThat(this.service.appointment(current.accessToken(), appointment).status()).isEqualTo(404);

		assertThat(this.provider.merge(this.provider.tokenOfAdministrator(), old.subject(), current.subject())
			.join()
			.status()).isEqualTo(204);

		Awaitility.await()
			.untilAsserted(() -> assertThat(this.service.appointment(current.accessToken(), appointment)).isOk());
		Awaitility.await().untilAsserted(() -> assertThat(this.service.order(current.accessToken(), order)).isOk());
		awaitTaken();
		assertThat(this.service.appointment(current.accessToken(), appointment)).isOk();
	}

	@Test
	@Tag("slow")
	@DisplayName("W08 the service hangs, and the node that tells it is killed: another one goes on")
	void closeWhenServiceHangsAndProviderIsKilledThenToldAfterwards() {
		Instant slot = slotIn(Duration.ofDays(13));
		Tokens alice = logIn();
		Tokens bob = logIn();
		assertThat(this.service.book(alice.accessToken(), slot).status()).isEqualTo(201);
		this.service.process().freeze();
		try {
			close(alice);
			this.provider.process().kill();
			this.provider.process().start();
			assertThat(waiting()).isEqualTo(1);
		}
		finally {
			this.service.process().thaw();
		}

		Awaitility.await().atMost(TAKE_OVER).until(() -> waiting() == 0);
		awaitFree(slot, bob);
	}

	private void close(Tokens tokens) {
		Tokens own = this.miniProgram.refreshForProviderAsync(tokens.refreshToken()).join().tokens();
		assertThat(this.provider.closeAccount(own.accessToken()).status()).isEqualTo(204);
	}

	private void awaitFree(Instant slot, Tokens tokens) {
		Awaitility.await().until(() -> this.service.book(tokens.accessToken(), slot).status() == 201);
	}

	private void awaitTaken() {
		Awaitility.await().until(() -> waiting() == 0);
	}

	private int waiting() {
		return this.provider.waitingAccountEvents(this.provider.tokenOfAdministrator()).json().required("items").size();
	}

	private Tokens logIn() {
		return this.miniProgram.logIn(this.stage.newcomer());
	}

	private static Instant slotIn(Duration time) {
		return Instant.now().truncatedTo(ChronoUnit.HOURS).plus(time);
	}

}
