package io.wegrant.server.wechat.events;

import java.util.stream.IntStream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import io.wegrant.server.clients.ClientId;

import static org.assertj.core.api.Assertions.assertThat;

class TurnsTests {

	private static final ClientId SLOW = new ClientId("slow");

	private static final ClientId OTHER = new ClientId("other");

	private static final ClientId THIRD = new ClientId("third");

	@Test
	@DisplayName("one service has half of the turns at most, and nobody waits")
	void takeWhenServiceHasHalfThenOthersHaveTheRest() {
		Turns turns = new Turns(10);

		assertThat(taken(turns, SLOW)).isEqualTo(5);
		assertThat(taken(turns, OTHER)).isEqualTo(5);
		assertThat(taken(turns, THIRD)).isZero();
		turns.giveBack(SLOW);

		assertThat(taken(turns, OTHER)).isZero();
		assertThat(taken(turns, THIRD)).isEqualTo(1);
		assertThat(taken(turns, SLOW)).isZero();
		turns.giveBack(THIRD);

		assertThat(taken(turns, SLOW)).isEqualTo(1);
	}

	private static long taken(Turns turns, ClientId service) {
		return IntStream.range(0, 20).filter((attempt) -> turns.take(service)).count();
	}

}
