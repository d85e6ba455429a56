package io.wegrant.server.sessions;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;

import io.wegrant.server.Answer;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.TestProvider;
import io.wegrant.server.TwoNodes;
import io.wegrant.server.accounts.AccountClosing;
import io.wegrant.server.accounts.Appid;
import io.wegrant.server.accounts.Openid;
import io.wegrant.server.accounts.Sub;
import io.wegrant.server.accounts.Users;
import io.wegrant.server.accounts.WechatAccount;
import io.wegrant.server.authorization.GrantedAccess;
import io.wegrant.server.clients.ClientId;
import io.wegrant.server.clients.Clients;

import static io.wegrant.server.AnswerAssert.assertThat;
import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.WECHAT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What comes between two steps of one request.
 */
@ParameterizedClass
@EnumSource(Database.class)
class SessionRacesStoryTests {

	private static final SessionRequest REQUEST = new SessionRequest(
			new GrantedAccess(Set.of("profile"), Set.of("http://localhost:8090")), Optional.empty(), Optional.empty(),
			Instant.EPOCH);

	private static final String SESSIONS = """
			SELECT s.sid, CASE WHEN s.user_epoch < u.session_epoch OR s.client_epoch < c.session_epoch
				THEN 'earlier' ELSE 'current' END AS epoch
			FROM login_session s JOIN users u ON u.id = s.user_id JOIN client c ON c.client_id = s.client_id
			WHERE u.sub = ?""";

	private final Database database;

	SessionRacesStoryTests(Database database) {
		this.database = database;
	}

	static Stream<Named<Consumer<Story>>> changes() {
		return Stream.of(Named.of("its session ends", (story) -> story.sessions().end(story.sid())),
				Named.of("its user is disabled", (story) -> story.users().disable(story.sub())),
				Named.of("its client's sessions end", (story) -> story.clients().endSessions(new ClientId(APPID))),
				Named.of("its client is disabled",
						(story) -> story.jdbc().update("UPDATE client SET enabled = FALSE WHERE client_id = ?", APPID)),
				Named.of("its row goes to the newest of six sessions", (story) -> {
					for (int i = 0; i < 5; i++) {
						story.provider().clock().advance(Duration.ofSeconds(1));
						story.provider().login(APPID, story.person());
					}
				}));
	}

	@ParameterizedTest
	@MethodSource("changes")
	@DisplayName("R04: a refresh that has been found good gets nothing that works if meanwhile")
	void exchangeWhenTokenWasFoundGoodAndThenEndsThenNothingWorks(Consumer<Story> change) {
		TestProvider provider = TestProvider.shared(this.database, TestProvider.CLIENTS_STAY);
		String person = "person-" + UUID.randomUUID();
		Answer login = provider.login(APPID, person);
		Story story = new Story(provider, person, login);
		PresentedToken presented = story.sessions().present(login.refreshToken(), new ClientId(APPID)).orElseThrow();

		change.accept(story);
		try {
			assertThat(story.sessions()
				.exchange(presented)
				.flatMap((successor) -> story.sessions().present(successor.getTokenValue(), new ClientId(APPID))))
				.isEmpty();
		}
		finally {
			story.jdbc().update("UPDATE client SET enabled = TRUE WHERE client_id = ?", APPID);
			story.clients().reload();
		}
	}

	static Stream<Named<Consumer<Story>>> endings() {
		return Stream.of(Named.of("its user is disabled and enabled", (story) -> {
			story.users().disable(story.sub());
			story.users().enable(story.sub());
		}), Named.of("its user is logged out everywhere",
				(story) -> story.users().endSessions(story.users().find(story.sub()).orElseThrow())),
				Named.of("its client's sessions end", (story) -> story.clients().endSessions(new ClientId(APPID))),
				Named.of("its user's account is closed",
						(story) -> story.provider().bean(AccountClosing.class).close(story.sub())));
	}

	@ParameterizedTest
	@MethodSource("endings")
	@DisplayName("E05: a login that has read who logs in opens nothing that works if meanwhile")
	void openWhenPersonWasReadAndThenEndsThenNothingWorks(Consumer<Story> ending) {
		TestProvider provider = TestProvider.shared(this.database);
		String person = "person-" + UUID.randomUUID();
		Story story = new Story(provider, person, provider.login(APPID, person));
		NewSessions sessions = provider.bean(NewSessions.class);
		KnownPerson read = sessions.find(account(person), new ClientId(APPID)).orElseThrow();
		assertThat(story.sessions().findLive(story.sid())).isPresent();

		ending.accept(story);

		// Whether the node has heard of it already is of no matter.
		sessions.open(read, REQUEST)
			.ifPresent(
					(opened) -> assertThat(provider.token(Form.refresh(APPID, opened.refreshToken().getTokenValue())))
						.isRefused(400, "invalid_grant"));

		List<Map<String, Object>> rows = story.jdbc().queryForList(SESSIONS, story.sub().value());
		assertThat(rows).isNotEmpty().allSatisfy((row) -> {
			assertThat(row.get("epoch")).isEqualTo("earlier");
			assertThat(story.sessions().findLive(new SessionId((String) row.get("sid")))).isEmpty();
		});
		assertThat(provider.login(APPID, person)).grantsTokens();
	}

	@Test
	@DisplayName("A login that has read the oldest session replaces the next one, if that is refreshed meanwhile")
	void openWhenOldestSessionIsRefreshedMeanwhileThenItLives() {
		TestProvider provider = TestProvider.shared(this.database);
		String person = "person-" + UUID.randomUUID();
		List<Answer> logins = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			logins.add(provider.login(APPID, person));
			provider.clock().advance(Duration.ofSeconds(1));
		}
		NewSessions sessions = provider.bean(NewSessions.class);
		KnownPerson read = sessions.find(account(person), new ClientId(APPID)).orElseThrow();
		Answer refreshed = provider.token(Form.refresh(APPID, logins.get(0).refreshToken()));

		OpenedSession opened = sessions.open(read, REQUEST).orElseThrow();

		assertThat(provider.token(Form.refresh(APPID, refreshed.refreshToken()))).grantsTokens();
		assertThat(provider.token(Form.refresh(APPID, opened.refreshToken().getTokenValue()))).grantsTokens();
		assertThat(provider.token(Form.refresh(APPID, logins.get(1).refreshToken()))).isRefused(400, "invalid_grant");
		assertThat(provider.token(Form.refresh(APPID, logins.get(2).refreshToken()))).grantsTokens();
	}

	@Test
	@DisplayName("A refresh and a login that takes its session's place wait for each other in one order")
	void openWhenOldestSessionIsRefreshedAtOnceThenNeitherFails() {
		TestProvider provider = TestProvider.shared(this.database);
		NewSessions sessions = provider.bean(NewSessions.class);
		for (int round = 0; round < 30; round++) {
			String person = "person-" + UUID.randomUUID();
			Answer oldest = provider.login(APPID, person);
			for (int i = 0; i < 4; i++) {
				provider.clock().advance(Duration.ofSeconds(1));
				provider.login(APPID, person);
			}
			KnownPerson read = sessions.find(account(person), new ClientId(APPID)).orElseThrow();
			PresentedToken presented = provider.bean(Sessions.class)
				.present(oldest.refreshToken(), new ClientId(APPID))
				.orElseThrow();
			CyclicBarrier start = new CyclicBarrier(2);

			CompletableFuture<Boolean> rotated = CompletableFuture.supplyAsync(() -> {
				await(start);
				return provider.bean(SessionRows.class)
					.rotate(presented.session().sid(), 0, provider.clock().instant());
			});
			await(start);

			assertThat(sessions.open(read, REQUEST)).isPresent();
			assertThat(rotated).succeedsWithin(Duration.ofSeconds(10));
		}
	}

	private static void await(CyclicBarrier barrier) {
		try {
			barrier.await(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException | BrokenBarrierException | TimeoutException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static WechatAccount account(String person) {
		return new WechatAccount(new Appid(APPID), new Openid(WECHAT.openid(APPID, person)));
	}

	@Test
	@DisplayName("All sessions of a client end, those too that a node with a fast clock has opened")
	void endSessionsWhenClocksOfNodesDifferThenAllEndAndLaterOnesLive() {
		TwoNodes nodes = TwoNodes.shared(this.database);
		TestProvider slow = nodes.one();
		TestProvider fast = nodes.other();
		fast.clock().advance(Duration.ofSeconds(20));
		String person = "person-" + UUID.randomUUID();
		Answer before = fast.login(APPID, person);

		assertThat(slow.bean(Clients.class).endSessions(new ClientId(APPID))).isTrue();
		Answer after = slow.login(APPID, person);

		assertThat(slow.token(Form.refresh(APPID, before.refreshToken()))).isRefused(400, "invalid_grant");
		assertThat(fast.token(Form.refresh(APPID, before.refreshToken()))).isRefused(400, "invalid_grant");
		assertThat(fast.token(Form.refresh(APPID, after.refreshToken()))).grantsTokens();
	}

	private record Story(TestProvider provider, String person, Answer login) {

		Sessions sessions() {
			return this.provider.bean(Sessions.class);
		}

		Users users() {
			return this.provider.bean(Users.class);
		}

		Clients clients() {
			return this.provider.bean(Clients.class);
		}

		JdbcTemplate jdbc() {
			return this.provider.bean(JdbcTemplate.class);
		}

		SessionId sid() {
			return new SessionId(this.login.claims().required("sid").asString());
		}

		Sub sub() {
			return new Sub(this.login.claims().required("sub").asString());
		}

	}

}
