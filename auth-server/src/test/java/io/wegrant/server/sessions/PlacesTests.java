package io.wegrant.server.sessions;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.wegrant.server.sessions.Places.Place;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * In which order a login tries the places of a user's sessions. The sessions are written
 * as their slots, the oldest first, with an exclamation mark at those that are over.
 */
class PlacesTests {

	@ParameterizedTest
	@CsvSource({ "3, '', '0 1 2'", "3, '0', '1 2 0*'", "3, '2 0', '1 2* 0*'", "3, '0 1 2', '0* 1* 2*'",
			"3, '2 0 1', '2* 0* 1*'", "3, '0 1! 2', '1! 0* 2*'", "3, '2! 1 0!', '2! 0! 1*'", "3, '1!', '1! 0 2'",
			"1, '0', '0*'", "1, '0!', '0!'" })
	@DisplayName("First places of sessions that are over, then free ones, then those of live sessions by age")
	void inOrderWhenAllSlotsExistThenOverThenFreeThenOldest(int slots, String kept, String expected) {
		assertThat(String.join(" ", describe(places(slots, kept)))).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "2, '4 3 2 1 0', '1', '4 3 2 1'", "2, '0 1 2 3 4', '0', '0 1 2 3'", "2, '0 1 4', '0', '0 1'",
			"2, '4 0 1', '0', '4 0'", "2, '4 0 1!', '1', '4'", "2, '4 3', '0', '4'", "2, '4 3 0!', '0', '4'" })
	@DisplayName("Where there were more slots once, the oldest sessions leave, and the place is one that is still there")
	void inOrderWhenSlotsWereTakenAwayThenSurplusLeaves(int slots, String kept, int slot, String leaving) {
		List<Place> places = places(slots, kept);

		assertThat(places).hasSize(1);
		assertThat(places.get(0).slot()).isEqualTo(slot);
		assertThat(String.join(" ",
				places.get(0).leaving().stream().map((each) -> Integer.toString(each.slot())).toList()))
			.isEqualTo(leaving);
	}

	@Test
	@DisplayName("A live session beyond the slots stays while fewer live than may")
	void inOrderWhenFewerLiveThanMayThenNobodyLeaves() {
		List<Place> places = places(3, "4 3! 1");

		assertThat(describe(places)).as("one more may live").containsExactly("0");
		assertThat(places).allSatisfy((place) -> assertThat(place.leaving()).isEmpty());
	}

	private static List<String> describe(List<Place> places) {
		return places.stream().map((place) -> place.slot() + mark(place)).toList();
	}

	private static String mark(Place place) {
		if (!place.leaving().isEmpty()) {
			assertThat(place.leaving()).containsExactly(place.replaced().orElseThrow());
			return "*";
		}
		return place.replaced().isPresent() ? "!" : "";
	}

	private static List<Place> places(int slots, String text) {
		List<KeptSession> kept = new ArrayList<>();
		List<KeptSession> over = new ArrayList<>();
		for (String each : text.isEmpty() ? new String[0] : text.split(" ")) {
			int slot = Integer.parseInt(each.replace("!", ""));
			KeptSession session = new KeptSession(new SessionId("A".repeat(22)), slot, 0, Instant.EPOCH, Instant.EPOCH,
					null, 0, 0);
			kept.add(session);
			if (each.endsWith("!")) {
				over.add(session);
			}
		}
		return new Places(slots, kept, over::contains).inOrder();
	}

}
