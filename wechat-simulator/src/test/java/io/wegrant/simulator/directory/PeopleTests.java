package io.wegrant.simulator.directory;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PeopleTests {

	private final People people = new People(List.of(new Person("alice", "86", "13800000001")));

	@Test
	void nameWhenNewThenIsAPersonWithANumberOutsideMobileRanges() {
		Person carol = this.people.named("carol");
		assertThat(carol.internationalNumber()).matches("\\+8610\\d{9}");
		assertThat(new People(List.of()).named("carol")).isEqualTo(carol);
		assertThat(this.people.all()).extracting(Person::name).containsExactly("alice", "carol");
	}

	@Test
	void identifyWhenRestartedThenOpenidIsTheSame() {
		assertThat(new People(List.of()).openid("wx1", "alice")).isEqualTo(this.people.openid("wx1", "alice"));
	}

	@Test
	void identifyWhenManyPeopleThenOpenidsAndNumbersDiffer() {
		List<String> names = IntStream.range(0, 1000).mapToObj((index) -> "user-" + index).toList();
		assertThat(names).extracting((name) -> this.people.openid("wx1", name)).doesNotHaveDuplicates();
		assertThat(names).extracting((name) -> this.people.named(name).phoneNumber()).doesNotHaveDuplicates();
	}

}
