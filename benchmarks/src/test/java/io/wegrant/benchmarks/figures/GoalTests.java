package io.wegrant.benchmarks.figures;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.wegrant.benchmarks.figures.Goal.Verdict;
import io.wegrant.benchmarks.load.Scenario;

import static org.assertj.core.api.Assertions.assertThat;

class GoalTests {

	@Test
	void judgeWhenStockUsesThreeTimesAsMuchThenGoalOfLoginIsMet() {
		Results results = TestMeasurements.results(
				TestMeasurements.of(Goal.WEGRANT, Scenario.RETURNING_LOGIN, 900, 1000, 1300),
				TestMeasurements.of(Goal.STOCK, Scenario.RETURNING_LOGIN, 2900, 3000, 3100));
		assertThat(verdict("returning login, 10,000 sessions", Goal.STOCK, results)).isEqualTo(Verdict.MET);
	}

	@Test
	void judgeWhenStockUsesLessThenGoalOfLoginIsMissed() {
		Results results = TestMeasurements.results(
				TestMeasurements.of(Goal.WEGRANT, Scenario.RETURNING_LOGIN, 1000, 1001, 1002),
				TestMeasurements.of(Goal.STOCK, Scenario.RETURNING_LOGIN, 2900, 2999, 3100));
		assertThat(verdict("returning login, 10,000 sessions", Goal.STOCK, results)).isEqualTo(Verdict.MISSED);
	}

	@Test
	void judgeWhenRatioIsToBeAtMostBoundThenMoreIsMissed() {
		List<Measurement> open = TestMeasurements.of(Goal.OPEN, Scenario.KNOWN_TOKEN, 100, 100, 100);
		assertThat(verdict("service call, known token", Goal.OPEN,
				TestMeasurements.results(open, TestMeasurements.of(Goal.GUARDED, Scenario.KNOWN_TOKEN, 114))))
			.isEqualTo(Verdict.MET);
		assertThat(verdict("service call, known token", Goal.OPEN,
				TestMeasurements.results(open, TestMeasurements.of(Goal.GUARDED, Scenario.KNOWN_TOKEN, 116))))
			.isEqualTo(Verdict.MISSED);
	}

	@Test
	void judgeWhenPeerIsMissingThenIsNotMeasured() {
		Results results = TestMeasurements
			.results(TestMeasurements.of(Goal.WEGRANT, Scenario.RETURNING_LOGIN, 1000, 1000, 1000), List.of());
		assertThat(verdict("returning login, 10,000 sessions", Goal.FLOOR, results)).isEqualTo(Verdict.NOT_MEASURED);
	}

	@Test
	void judgeWhenFootprintsAreKnownThenComparesThem() {
		Results results = TestMeasurements.results();
		assertThat(verdict("start-up", Goal.STOCK, results)).isEqualTo(Verdict.MET);
		assertThat(verdict("resident memory", Goal.STOCK, results)).isEqualTo(Verdict.MISSED);
	}

	@Test
	void judgeWhenServicesRefuseWithinASecondThenIsMet() {
		Results results = TestMeasurements.results();
		assertThat(verdict("revocation at 10 services, p99 in s", "–", results)).isEqualTo(Verdict.MET);
		assertThat(goal("revocation at 10 services, p99 in s", "–").ratio().apply(results))
			.contains(new Spread(0.11, 0.11, 0.11));
	}

	@Test
	void ratioWhenRoundsDifferThenSpreadIsThatOfTheRounds() {
		Results results = TestMeasurements.results(TestMeasurements.of(Goal.WEGRANT, Scenario.REFRESH, 100, 200, 100),
				TestMeasurements.of(Goal.STOCK, Scenario.REFRESH, 500, 600, 1000));
		assertThat(goal("refresh, 10,000 sessions", Goal.STOCK).ratio().apply(results)).contains(new Spread(6, 3, 10));
	}

	@Test
	void reportWhenThereAreResultsThenShowsEachPeerAndEachGoal() {
		Results results = TestMeasurements.results(TestMeasurements.of(Goal.WEGRANT, Scenario.REFRESH, 100, 200, 100),
				TestMeasurements.of(Goal.STOCK, Scenario.REFRESH, 500, 600, 1000));
		String report = new Report(results).toString();
		assertThat(report.lines()
			.filter((line) -> line.startsWith("| refresh, h2, 10,000 sessions"))
			.map((line) -> line.replaceAll(" +", " ")))
			.containsExactly("| refresh, h2, 10,000 sessions | WeGrant | 100 (100–200) | 1.00 | 500 | 1.50 | 4.00 |",
					"| refresh, h2, 10,000 sessions | stock without bcrypt | 600 (500–1,000) | 6.00 | 500 | 1.50 | 4.00 |");
		assertThat(Goal.on("h2")).allSatisfy((goal) -> assertThat(report).contains("| " + goal.path()));
	}

	private static Verdict verdict(String path, String against, Results results) {
		return goal(path, against).judge(results);
	}

	private static Goal goal(String path, String against) {
		return Goal.on("h2")
			.stream()
			.filter((goal) -> goal.path().equals(path) && goal.against().equals(against))
			.findFirst()
			.orElseThrow();
	}

}
