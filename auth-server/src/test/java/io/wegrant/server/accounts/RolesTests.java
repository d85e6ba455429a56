package io.wegrant.server.accounts;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RolesTests {

	@Test
	void ofWhenNamesAreGoodThenOnceAndInOrder() {
		assertThat(Roles.of(List.of("STAFF", "A", "STAFF", "SHOP_12"))).map(Roles::value).contains("A SHOP_12 STAFF");
		assertThat(Roles.of(List.of())).contains(Roles.NONE);
		assertThat(Roles.of(List.of("A".repeat(32)))).isPresent();
	}

	@ParameterizedTest
	@ValueSource(strings = { "USER", "", "staff", "Staff", "1A", "_A", "A B", "A,B", "A\n", "Ä",
			"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" })
	void ofWhenNameIsNoGoodThenEmpty(String name) {
		assertThat(Roles.of(List.of(name))).isEmpty();
		assertThat(Roles.of(List.of("STAFF", name))).isEmpty();
	}

	@Test
	void ofWhenTooManyThenEmpty() {
		assertThat(Roles.of(IntStream.rangeClosed(1, Roles.MAX).mapToObj((i) -> "R" + i).toList())).isPresent();
		assertThat(Roles.of(IntStream.rangeClosed(0, Roles.MAX).mapToObj((i) -> "R" + i).toList())).isEmpty();
	}

	@Test
	void withUserWhenStoredThenTheRoleThatEverybodyHasToo() {
		assertThat(Roles.stored("").withUser()).containsExactly("USER");
		assertThat(Roles.stored("STAFF VIP").withUser()).containsExactly("STAFF", "USER", "VIP");
	}

}
