package io.wegrant.server.admin.api;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.wegrant.server.Answer;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.TestProvider;
import io.wegrant.server.ToldRevocations;
import io.wegrant.server.TwoNodes;

import static io.wegrant.server.AnswerAssert.assertThat;
import static io.wegrant.server.TestProvider.APPID;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * An administrator ends tokens at one of two nodes whose clocks are apart.
 */
@ParameterizedClass
@EnumSource(Database.class)
class EpochsStoryTests {

	private final TwoNodes nodes;

	EpochsStoryTests(Database database) {
		this.nodes = TwoNodes.shared(database);
	}

	static Stream<Arguments> changesAndClocks() {
		return Stream.of(Change.values())
			.flatMap((change) -> Stream.of(-60, -9, 9, 60).map((seconds) -> Arguments.of(change, seconds)));
	}

	@ParameterizedTest
	@MethodSource("changesAndClocks")
	@DisplayName("E01 E03 E04: nothing issued before works anywhere, and what is issued after works at once")
	void changeWhenClocksAreApartThenTokensOfBeforeEndAndLaterOnesAreGood(Change change, int secondsAhead) {
		change(change, secondsAhead);
	}

	@ParameterizedTest
	@ValueSource(ints = { -60, -9, 9, 60 })
	@DisplayName("E01: the token of an administrator's client, too, works nowhere once its tokens have ended")
	void changeWhenClientIsTheAdministratorsThenItsTokensOfBeforeEnd(int secondsAhead) {
		setApart(secondsAhead);
		AdminApi here = AdminApi.of(this.nodes.one());
		String there = AdminApi.token(this.nodes.other(), "admin.read admin.write");

		assertThat(here.delete("/clients/" + AdminApi.CLIENT + "/sessions").status()).isEqualTo(204);

		String later = AdminApi.token(this.nodes.one(), "admin.read admin.write");
		for (TestProvider node : List.of(this.nodes.one(), this.nodes.other())) {
			assertThat(AdminApi.with(node, there).get("/keys").status()).isEqualTo(401);
			assertThat(AdminApi.with(node, later).get("/keys").status()).isEqualTo(200);
		}
		assertThat(here.get("/keys").status()).isEqualTo(401);
	}

	@Test
	@DisplayName("A client's own token that was revoked at one node works at none, as soon as that is answered")
	void revokeWhenTokenIsAClientsThenInactiveEverywhereAtOnce() {
		String token = AdminApi.token(this.nodes.one(), "admin.read");

		this.nodes.one().revoke(Form.about(token).as(AdminApi.CLIENT, "admin-cli-secret"));

		for (TestProvider node : List.of(this.nodes.one(), this.nodes.other())) {
			assertThat(AdminApi.with(node, token).get("/keys").status()).isEqualTo(401);
		}
	}

	private void setApart(int secondsAhead) {
		TestProvider late = (secondsAhead < 0) ? this.nodes.one() : this.nodes.other();
		late.clock().advance(Duration.ofSeconds(Math.abs(secondsAhead)));
	}

	private void change(Change change, int secondsAhead) {
		setApart(secondsAhead);
		AdminApi api = AdminApi.of(this.nodes.one());
		String person = "person-" + UUID.randomUUID();
		Answer here = this.nodes.one().login(APPID, person);
		Answer there = this.nodes.other().login(APPID, person);
		Answer refreshed = this.nodes.other().token(Form.refresh(APPID, here.refreshToken()));
		// Several changes within a second.
		change.make(api, here);
		change.make(api, here);

		Answer later = change.later(this.nodes.one(), person, refreshed);
		assertIssuedByClock(later, this.nodes.one());
		List<Answer> ended = List.of(here, there, refreshed);
		ended.forEach(this::assertRefusedHere);
		assertGoodEverywhere(later);
		for (TestProvider node : List.of(this.nodes.one(), this.nodes.other())) {
			Awaitility.await()
				.pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofMillis(50))
				.untilAsserted(() -> assertThat(ended).allMatch(ToldRevocations.of(node)::refuse));
			assertThat(ToldRevocations.of(node).refuse(later)).isFalse();
		}
	}

	private static void assertIssuedByClock(Answer tokens, TestProvider node) {
		assertThat(tokens).grantsTokens();
		assertThat(tokens.claims().required("iat").asLong())
			.isLessThanOrEqualTo(node.clock().instant().getEpochSecond());
	}

	// As soon as the change is answered, without waiting for the feed.
	private void assertRefusedHere(Answer tokens) {
		for (TestProvider node : List.of(this.nodes.one(), this.nodes.other())) {
			assertThat(isActive(node, tokens)).isFalse();
			assertThat(userinfo(node, tokens)).isEqualTo(401);
		}
	}

	private void assertGoodEverywhere(Answer tokens) {
		for (TestProvider node : List.of(this.nodes.one(), this.nodes.other())) {
			assertThat(isActive(node, tokens)).isTrue();
			assertThat(userinfo(node, tokens)).isEqualTo(200);
		}
	}

	private static boolean isActive(TestProvider node, Answer tokens) {
		return node.introspect(Form.about(tokens.accessToken()).as(AdminApi.CLIENT, "admin-cli-secret"))
			.json()
			.required("active")
			.asBoolean();
	}

	private static int userinfo(TestProvider node, Answer tokens) {
		return node.send(node.request("/userinfo").header("Authorization", "Bearer " + tokens.accessToken())).status();
	}

	/**
	 * What an administrator does.
	 */
	enum Change {

		ROLES, DISABLED, SESSIONS_OF_USER, SESSIONS_OF_CLIENT;

		void make(AdminApi api, Answer tokens) {
			String user = "/users/" + tokens.claims().required("sub").asString();
			switch (this) {
				case ROLES -> {
					done(giveRole(api, user, "CLERK"));
					done(giveRole(api, user, "NURSE"));
				}
				case DISABLED -> {
					done(api.post(user + "/disable", "{\"reason\":\"story\"}"));
					done(api.post(user + "/enable", "{\"reason\":\"story\"}"));
				}
				case SESSIONS_OF_USER -> done(api.delete(user + "/sessions"));
				case SESSIONS_OF_CLIENT -> done(api.delete("/clients/" + APPID + "/sessions"));
			}
		}

		Answer later(TestProvider node, String person, Answer before) {
			return (this == ROLES) ? node.token(Form.refresh(APPID, before.refreshToken())) : node.login(APPID, person);
		}

		private static Answer giveRole(AdminApi api, String user, String role) {
			return api.send("PUT", user + "/roles",
					HttpRequest.BodyPublishers.ofString("{\"roles\":[\"" + role + "\"],\"reason\":\"story\"}"));
		}

		private static void done(Answer answer) {
			assertThat(answer.status()).as(answer.body()).isEqualTo(204);
		}

	}

}
