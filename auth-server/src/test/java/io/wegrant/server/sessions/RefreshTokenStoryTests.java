package io.wegrant.server.sessions;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

import io.wegrant.server.Answer;
import io.wegrant.server.Concurrently;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.TestProvider;
import io.wegrant.server.ToldRevocations;
import io.wegrant.server.accounts.Sub;
import io.wegrant.server.accounts.Users;
import io.wegrant.server.clients.ClientId;
import io.wegrant.server.clients.Clients;

import static io.wegrant.server.AnswerAssert.assertThat;
import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.OTHER_APPID;
import static io.wegrant.server.TestProvider.RESOURCE;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A refresh token goes in, its successor and a new access token come out.
 */
@ParameterizedClass
@EnumSource(Database.class)
class RefreshTokenStoryTests {

	private final Database database;

	private final TestProvider provider;

	private final JdbcTemplate jdbc;

	private final Answer login;

	RefreshTokenStoryTests(Database database) {
		this.database = database;
		this.provider = TestProvider.shared(database);
		this.jdbc = this.provider.bean(JdbcTemplate.class);
		this.login = this.provider.login(APPID, "person-" + UUID.randomUUID());
	}

	@Test
	void refreshWhenNewestTokenThenSuccessorOfTheSameSession() {
		Answer refreshed = refresh(this.login.refreshToken());

		assertThat(refreshed).grantsTokens();
		assertThat(refreshed.refreshToken()).isNotEqualTo(this.login.refreshToken());
		assertThat(refreshed.claims().required("sub")).isEqualTo(this.login.claims().required("sub"));
		assertThat(refreshed.claims().required("sid")).isEqualTo(this.login.claims().required("sid"));
		assertThat(refreshed.claims().required("openid")).isEqualTo(this.login.claims().required("openid"));
		assertThat(refreshed.claims().required("jti")).isNotEqualTo(this.login.claims().required("jti"));
		assertThat(refreshed.text("scope")).isEqualTo(this.login.text("scope"));
		assertThat(refresh(refreshed.refreshToken())).grantsTokens();
	}

	@Test
	@DisplayName("R02: the same token again inside the grace gives the same successor")
	void refreshWhenAnswerGotLostThenSameSuccessor() {
		String first = refresh(this.login.refreshToken()).refreshToken();
		this.provider.clock().advance(Duration.ofSeconds(50));

		assertThat(refresh(this.login.refreshToken()).refreshToken()).isEqualTo(first);
		assertThat(refresh(first)).grantsTokens();
	}

	@Test
	@DisplayName("R02: the same token again after the grace ends the session")
	void refreshWhenReplacedTokenComesLateThenSessionEnds() {
		double reuses = this.provider.bean(MeterRegistry.class).counter("wegrant.refresh.reuses").count();
		String successor = refresh(this.login.refreshToken()).refreshToken();
		this.provider.clock().advance(Duration.ofSeconds(61));

		assertThat(refresh(this.login.refreshToken())).isRefused(400, "invalid_grant");
		assertThat(refresh(successor)).isRefused(400, "invalid_grant");
		assertThat(this.jdbc.queryForList("SELECT type FROM audit_event WHERE sub = ?", String.class,
				this.login.claims().required("sub").asString()))
			.containsExactly("REFRESH_TOKEN_REUSED");
		assertThat(this.provider.bean(MeterRegistry.class).counter("wegrant.refresh.reuses").count())
			.isEqualTo(reuses + 1);
	}

	@Test
	@DisplayName("R03: a token older than the predecessor ends the session even inside the grace")
	void refreshWhenTokenIsTwoGenerationsOldThenSessionEnds() {
		String second = refresh(this.login.refreshToken()).refreshToken();
		String third = refresh(second).refreshToken();

		assertThat(refresh(this.login.refreshToken())).isRefused(400, "invalid_grant");
		assertThat(refresh(third)).isRefused(400, "invalid_grant");
	}

	@ParameterizedTest
	@CsvSource({ "scope, admin.write", "resource, https://elsewhere.example", "client_id, " + OTHER_APPID })
	@DisplayName("E07: a replaced token is reuse, whatever else of the request is wrong")
	void refreshWhenReplacedTokenComesWithAWrongParameterThenSessionEnds(String name, String value) {
		String second = refresh(this.login.refreshToken()).refreshToken();
		String third = refresh(second).refreshToken();
		Form form = name.equals("client_id") ? Form.refresh(value, this.login.refreshToken())
				: Form.refresh(APPID, this.login.refreshToken()).with(name, value);

		assertThat(this.provider.token(form)).isRefused(400, "invalid_grant");
		assertThat(refresh(third)).isRefused(400, "invalid_grant");
		assertThat(audited()).containsExactly("REFRESH_TOKEN_REUSED");
	}

	@Test
	@DisplayName("E07: one lost answer, asked for again and again, is counted once and audited")
	void refreshWhenOneAnswerIsRepeatedThenCountedOnce() {
		double repeats = this.provider.bean(MeterRegistry.class).counter("wegrant.refresh.repeats").count();
		String successor = refresh(this.login.refreshToken()).refreshToken();
		for (int i = 0; i < 10; i++) {
			assertThat(refresh(this.login.refreshToken()).refreshToken()).isEqualTo(successor);
		}

		assertThat(audited()).containsExactly("REFRESH_REPEATED");
		assertThat(this.provider.bean(MeterRegistry.class).counter("wegrant.refresh.repeats").count())
			.isEqualTo(repeats + 1);
		assertThat(refresh(successor)).grantsTokens();
	}

	@Test
	@DisplayName("E07: who asks again at six of ten refreshes has a copy, and the session ends")
	void refreshWhenAnswersAreRepeatedAtSixOfTenRefreshesThenSessionEnds() {
		String token = this.login.refreshToken();
		for (int i = 1; i <= 5; i++) {
			token = refreshTwice(token);
		}
		String last = refresh(token).refreshToken();

		assertThat(refresh(token)).isRefused(400, "invalid_grant");
		assertThat(refresh(last)).isRefused(400, "invalid_grant");
		assertThat(audited()).hasSize(7).containsOnly("REFRESH_REPEATED", "REFRESH_TOKEN_REUSED");
	}

	@Test
	@DisplayName("E07: answers that get lost at every second refresh end nothing")
	void refreshWhenAnswersAreRepeatedAtEverySecondRefreshThenSessionGoesOn() {
		String token = this.login.refreshToken();
		for (int i = 0; i < 15; i++) {
			token = refreshTwice(token);
			token = refresh(token).refreshToken();
		}

		assertThat(refresh(token)).grantsTokens();
	}

	@Test
	@DisplayName("E08: a session goes on from a token that the database has forgotten, and only from the newest")
	void refreshWhenDatabaseForgetsRefreshesThenSessionGoesOn() {
		String second = refresh(this.login.refreshToken()).refreshToken();
		String third = refresh(second).refreshToken();
		setBack("generation = 0, refreshed_at = created_at");

		Answer fourth = refresh(third);

		assertThat(fourth).grantsTokens();
		assertThat(refresh(fourth.refreshToken())).grantsTokens();
		assertThat(refresh(second)).isRefused(400, "invalid_grant");
		assertThat(audited()).containsExactly("REFRESH_TOKEN_REUSED");
	}

	@Test
	@DisplayName("E08: a session that services were told has ended ends again if the database forgets")
	void refreshWhenDatabaseForgetsTheEndThenEndedAgain() {
		this.provider.revoke(Form.about(this.login.refreshToken()).with("client_id", APPID));
		Awaitility.await().until(() -> ToldRevocations.of(this.provider).refuse(this.login));
		setBack("ended_at = NULL");

		assertThat(refresh(this.login.refreshToken())).isRefused(400, "invalid_grant");
		assertThat(this.jdbc.queryForObject("SELECT ended_at FROM login_session WHERE sid = ?", Long.class, sid()))
			.isNotNull();
	}

	@Test
	@DisplayName("E08: after an end of a client's sessions that the database forgets, the next token is good at services")
	void refreshWhenDatabaseForgetsAnEpochOfTheClientThenRaisedAgain() {
		assertRaisedAgain(() -> this.provider.bean(Clients.class).endSessions(new ClientId(APPID)),
				"UPDATE client SET session_epoch = session_epoch - 1, token_epoch = 0 WHERE client_id = ?", APPID);
	}

	@Test
	@DisplayName("E08: after a log-out everywhere that the database forgets, the next token is good at services")
	void refreshWhenDatabaseForgetsAnEpochOfTheUserThenRaisedAgain() {
		Users users = this.provider.bean(Users.class);
		Sub sub = new Sub(this.login.claims().required("sub").asString());
		assertRaisedAgain(() -> users.endSessions(users.find(sub).orElseThrow()),
				"UPDATE users SET session_epoch = session_epoch - 1, token_epoch = 0 WHERE sub = ?", sub.value());
	}

	private void assertRaisedAgain(Runnable change, String forget, String name) {
		List<Map<String, Object>> lanes = this.jdbc.queryForList("SELECT lane, last_seq FROM revocation_lane");
		change.run();
		Awaitility.await().until(() -> ToldRevocations.of(this.provider).refuse(this.login));
		ToldRevocations read = ToldRevocations.of(this.provider);
		this.jdbc.update(forget, name);
		this.jdbc.update("DELETE FROM revocation_lane");
		lanes.forEach((lane) -> this.jdbc.update("INSERT INTO revocation_lane (lane, last_seq) VALUES (?, ?)",
				lane.get("lane"), lane.get("last_seq")));
		this.jdbc.update("""
				DELETE FROM revocation WHERE NOT EXISTS (SELECT 1 FROM revocation_lane l
				WHERE l.lane = revocation.lane AND l.last_seq >= revocation.seq)""");

		Answer refreshed = refresh(this.login.refreshToken());

		assertThat(refreshed).grantsTokens();
		assertThat(read.refuse(refreshed)).isFalse();
	}

	private String refreshTwice(String token) {
		String successor = refresh(token).refreshToken();
		assertThat(refresh(token).refreshToken()).isEqualTo(successor);
		return successor;
	}

	private void setBack(String change) {
		this.jdbc.update("UPDATE login_session SET " + change + " WHERE sid = ?", sid());
	}

	private String sid() {
		return this.login.claims().required("sid").asString();
	}

	private List<String> audited() {
		return this.jdbc.queryForList("SELECT type FROM audit_event WHERE sid = ? ORDER BY id", String.class, sid());
	}

	@Test
	@DisplayName("R01: concurrent refreshes with one token agree on one successor")
	void refreshWhenConcurrentThenOneSuccessor() {
		List<Answer> answers = Concurrently.run(30, (number) -> () -> refresh(this.login.refreshToken()));

		assertThat(answers).extracting(Answer::status).containsOnly(200);
		assertThat(answers).extracting(Answer::refreshToken).containsOnly(answers.get(0).refreshToken());
		assertThat(refresh(answers.get(0).refreshToken())).grantsTokens();
	}

	@Test
	@DisplayName("R05: another client's token is invalid_grant and stays untouched")
	void refreshWhenTokenIsAnotherClientsThenInvalidGrant() {
		assertThat(this.provider.token(Form.refresh(OTHER_APPID, this.login.refreshToken()))).isRefused(400,
				"invalid_grant");
		assertThat(refresh(this.login.refreshToken())).grantsTokens();
	}

	@Test
	@DisplayName("R05: an access token is no refresh token")
	void refreshWhenTokenIsAnAccessTokenThenInvalidGrant() {
		assertThat(refresh(this.login.accessToken())).isRefused(400, "invalid_grant");
	}

	@Test
	@DisplayName("R05: a disabled user cannot refresh")
	void refreshWhenUserIsDisabledThenInvalidGrant() {
		this.jdbc.update("UPDATE users SET status = 'DISABLED' WHERE sub = ?",
				this.login.claims().required("sub").asString());

		assertThat(refresh(this.login.refreshToken())).isRefused(400, "invalid_grant");
	}

	@Test
	@DisplayName("R05: a disabled client cannot refresh, from the moment it is disabled")
	void refreshWhenClientIsDisabledThenInvalidGrant() {
		TestProvider other = TestProvider.shared(this.database, TestProvider.CLIENTS_STAY);
		Answer tokens = other.login(APPID, "alice");
		JdbcTemplate clients = other.bean(JdbcTemplate.class);
		clients.update("UPDATE client SET enabled = FALSE WHERE client_id = ?", APPID);
		try {
			assertThat(other.token(Form.refresh(APPID, tokens.refreshToken()))).isRefused(400, "invalid_grant");
		}
		finally {
			clients.update("UPDATE client SET enabled = TRUE WHERE client_id = ?", APPID);
			other.bean(Clients.class).reload();
		}
	}

	@Test
	@DisplayName("R05: all sessions of a client end at once")
	void refreshWhenClientsSessionsEndedThenInvalidGrantAndLaterLoginsGoOn() {
		TestProvider other = TestProvider.shared(this.database, TestProvider.CLIENTS_STAY);
		Answer before = other.login(APPID, "alice");
		Answer elsewhere = other.login(OTHER_APPID, "alice");

		assertThat(other.bean(Clients.class).endSessions(new ClientId(APPID))).isTrue();

		assertThat(other.token(Form.refresh(APPID, before.refreshToken()))).isRefused(400, "invalid_grant");
		assertThat(other.token(Form.refresh(OTHER_APPID, elsewhere.refreshToken()))).grantsTokens();
		Answer after = other.login(APPID, "alice");
		assertThat(other.token(Form.refresh(APPID, after.refreshToken()))).grantsTokens();
		assertThat(other.bean(Clients.class).endSessions(new ClientId("unknown"))).isFalse();
	}

	@Test
	@DisplayName("R05: a session that was idle for 30 days is over")
	void refreshWhenIdleTooLongThenInvalidGrant() {
		this.provider.clock().advance(Duration.ofDays(29));
		String refreshed = refresh(this.login.refreshToken()).refreshToken();
		this.provider.clock().advance(Duration.ofDays(30));

		assertThat(refresh(refreshed)).isRefused(400, "invalid_grant");
	}

	@Test
	@DisplayName("R05: a session is over after 90 days, however busy")
	void refreshWhenSessionIsTooOldThenInvalidGrant() {
		String refreshToken = this.login.refreshToken();
		for (int day = 20; day < 90; day += 20) {
			this.provider.clock().advance(Duration.ofDays(20));
			refreshToken = refresh(refreshToken).refreshToken();
		}
		this.provider.clock().advance(Duration.ofDays(10));

		assertThat(refresh(refreshToken)).isRefused(400, "invalid_grant");
	}

	@Test
	@DisplayName("T07: refresh may narrow the scope, never widen it")
	void refreshWhenScopeIsNamedThenNarrowedOnly() {
		Answer narrow = this.provider.token(Form.refresh(APPID, this.login.refreshToken()).with("scope", "profile"));

		assertThat(narrow).grantsTokens();
		assertThat(narrow.text("scope")).isEqualTo("profile");
		assertThat(this.provider.token(Form.refresh(APPID, narrow.refreshToken()).with("scope", "profile admin.read")))
			.isRefused(400, "invalid_scope");
		assertThat(refresh(narrow.refreshToken()).text("scope")).isEqualTo(this.login.text("scope"));
	}

	@Test
	@DisplayName("T08: refresh may only narrow the resources")
	void refreshWhenResourceIsNamedThenNarrowedOnly() {
		assertThat(this.provider
			.token(Form.refresh(APPID, this.login.refreshToken()).with("resource", "https://elsewhere.example")))
			.isRefused(400, "invalid_target");
		assertThat(this.provider.token(Form.refresh(APPID, this.login.refreshToken()).with("resource", RESOURCE)))
			.grantsTokens();
	}

	@Test
	void refreshWhenTokenIsMissingThenInvalidRequest() {
		assertThat(this.provider.token(Form.grant("refresh_token").with("client_id", APPID))).isRefused(400,
				"invalid_request");
	}

	private Answer refresh(String refreshToken) {
		return this.provider.token(Form.refresh(APPID, refreshToken));
	}

}
