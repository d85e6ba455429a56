package io.wegrant.server.sessions;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

import io.wegrant.server.Answer;
import io.wegrant.server.Concurrently;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.TestProvider;
import io.wegrant.server.accounts.AccountClosing;
import io.wegrant.server.accounts.Appid;
import io.wegrant.server.accounts.Openid;
import io.wegrant.server.accounts.Sub;
import io.wegrant.server.accounts.WechatAccount;
import io.wegrant.server.authorization.GrantedAccess;
import io.wegrant.server.clients.ClientId;

import static io.wegrant.server.AnswerAssert.assertThat;
import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.OTHER_APPID;
import static io.wegrant.server.TestProvider.WECHAT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many sessions there are, and how they go.
 */
@ParameterizedClass
@EnumSource(Database.class)
class SessionLimitsStoryTests {

	private static final String LIVE = "SELECT COUNT(*) FROM login_session s JOIN users u ON u.id = s.user_id "
			+ "WHERE u.sub = ? AND s.client_id = ? AND s.ended_at IS NULL";

	private static final String OF_USER = "SELECT COUNT(*) FROM login_session s JOIN users u ON u.id = s.user_id "
			+ "WHERE u.sub = ?";

	private final Database database;

	private final TestProvider provider;

	private final String person = "person-" + UUID.randomUUID();

	SessionLimitsStoryTests(Database database) {
		this.database = database;
		this.provider = TestProvider.shared(database);
	}

	@Test
	void loginWhenFiveSessionsLiveThenTheOldestEnds() {
		List<Answer> logins = new ArrayList<>();
		Answer elsewhere = this.provider.login(OTHER_APPID, this.person);
		for (int i = 0; i < 7; i++) {
			logins.add(this.provider.login(APPID, this.person));
			this.provider.clock().advance(Duration.ofSeconds(1));
		}

		assertEnded(logins.get(0));
		assertEnded(logins.get(1));
		assertThat(logins.subList(2, 7))
			.allSatisfy((login) -> assertThat(refresh(this.provider, login)).grantsTokens());
		assertThat(this.provider.token(Form.refresh(OTHER_APPID, elsewhere.refreshToken()))).grantsTokens();
	}

	@Test
	@DisplayName("E06: after the setting was lowered the next login ends the surplus")
	void loginWhenFewerSessionsMayLiveThanDoThenSurplusEnds() {
		List<Answer> logins = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			logins.add(this.provider.login(APPID, this.person));
			this.provider.clock().advance(Duration.ofSeconds(1));
		}
		try (TestProvider narrow = this.provider.anotherNode("wegrant.sessions.max-per-user-and-client=2")) {
			logins.add(narrow.login(APPID, this.person));

			logins.subList(0, 4).forEach(this::assertEnded);
			assertThat(logins.subList(4, 6)).allSatisfy((login) -> assertThat(refresh(narrow, login)).grantsTokens());
		}
	}

	@Test
	@DisplayName("E06: of fifty logins of one user at once no more than five sessions live, and hardly any is refused")
	void loginWhenFiftyAtOnceThenNoMoreThanFiveLive() {
		Answer first = this.provider.login(APPID, this.person);
		List<String> codes = IntStream.range(0, 50).mapToObj((i) -> WECHAT.loginCode(APPID, this.person)).toList();

		List<Answer> answers = Concurrently.run(codes.size(),
				(number) -> () -> this.provider.token(Form.login(APPID, codes.get(number))));

		assertThat(answers).extracting(Answer::status).containsAnyOf(200).isSubsetOf(200, 503);
		assertThat(answers).filteredOn((answer) -> answer.status() == 503).hasSizeLessThanOrEqualTo(1);
		assertThat(this.provider.bean(JdbcTemplate.class)
			.queryForObject(LIVE, Integer.class, first.claims().required("sub").asString(), APPID)).isEqualTo(5);
		assertThat(answers).filteredOn((answer) -> answer.status() == 200)
			.filteredOn((answer) -> refresh(this.provider, answer).status() == 200)
			.hasSize(5);
	}

	@Test
	@DisplayName("B06: sessions that are over are purged, the others stay")
	void purgeWhenSessionsAreOverThenDeleted() {
		TestProvider purging = TestProvider.tidy(this.database);
		JdbcTemplate jdbc = purging.bean(JdbcTemplate.class);
		jdbc.update("DELETE FROM login_session");
		Answer idle = purging.login(APPID, "idle");
		Answer ended = purging.login(APPID, "ended");
		purging.revoke(Form.about(ended.refreshToken()).with("client_id", APPID));
		purging.clock().advance(Duration.ofDays(8));
		Answer fresh = purging.login(APPID, "fresh");

		awaitCount(jdbc, 2);
		assertThat(refresh(purging, idle)).grantsTokens();
		purging.clock().advance(Duration.ofDays(29));
		Answer refreshed = refresh(purging, fresh);
		assertThat(refreshed).grantsTokens();
		purging.clock().advance(Duration.ofDays(2));

		awaitCount(jdbc, 1);
		assertThat(refresh(purging, refreshed)).grantsTokens();
	}

	@Test
	@DisplayName("A session that a login has opened for an account closed meanwhile is in no list, over, and purged")
	void purgeWhenSessionIsOfClosedAccountThenDeleted() {
		JdbcTemplate jdbc = this.provider.bean(JdbcTemplate.class);
		String sub = this.provider.login(APPID, this.person).claims().required("sub").asString();
		NewSessions sessions = this.provider.bean(NewSessions.class);
		KnownPerson read = sessions
			.find(new WechatAccount(new Appid(APPID), new Openid(WECHAT.openid(APPID, this.person))),
					new ClientId(APPID))
			.orElseThrow();
		Answer other = this.provider.login(APPID, "other-" + this.person);
		this.provider.bean(AccountClosing.class).close(new Sub(sub));

		sessions.open(read, new SessionRequest(new GrantedAccess(Set.of("profile"), Set.of()), Optional.empty(),
				Optional.empty(), Instant.EPOCH));

		assertThat(jdbc.queryForObject(OF_USER, Integer.class, sub)).isOne();
		assertThat(this.provider.bean(Sessions.class).ofClient(new ClientId(APPID), 1, 0))
			.extracting((session) -> session.sid().value())
			.containsExactly(other.claims().required("sid").asString());
		this.provider.clock().advance(Duration.ofMinutes(2));
		Awaitility.await().untilAsserted(() -> {
			this.provider.bean(SessionPurge.class).purge();
			assertThat(jdbc.queryForObject(OF_USER, Integer.class, sub)).isZero();
		});
		assertThat(refresh(this.provider, other)).grantsTokens();
	}

	private void assertEnded(Answer login) {
		assertThat(refresh(this.provider, login)).isRefused(400, "invalid_grant");
		assertThat(this.provider.introspect(Form.about(login.accessToken()).as("admin-cli", "admin-cli-secret")).body())
			.isEqualTo("{\"active\":false}");
	}

	private static void awaitCount(JdbcTemplate jdbc, int count) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(jdbc.queryForObject("SELECT COUNT(*) FROM login_session", Integer.class))
				.isEqualTo(count));
	}

	private static Answer refresh(TestProvider provider, Answer tokens) {
		return provider.token(Form.refresh(APPID, tokens.refreshToken()));
	}

}
