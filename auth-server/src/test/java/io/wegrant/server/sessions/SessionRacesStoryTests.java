package io.wegrant.server.sessions;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
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
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.Answer;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.TestProvider;
import io.wegrant.server.TwoNodes;
import io.wegrant.server.accounts.Appid;
import io.wegrant.server.accounts.Openid;
import io.wegrant.server.accounts.SignedIn;
import io.wegrant.server.accounts.Sub;
import io.wegrant.server.accounts.Users;
import io.wegrant.server.accounts.WechatAccount;
import io.wegrant.server.accounts.WechatIdentity;
import io.wegrant.server.authorization.GrantedAccess;
import io.wegrant.server.clients.ClientId;
import io.wegrant.server.clients.Clients;

import static io.wegrant.server.AnswerAssert.assertThat;
import static io.wegrant.server.TestProvider.APPID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What comes between two steps of one request.
 */
@ParameterizedClass
@EnumSource(Database.class)
class SessionRacesStoryTests {

	private static final Duration BLOCKED = Duration.ofMillis(500);

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

	@Test
	@DisplayName("R04: who locks a user out waits for the login that is under way, and ends its session")
	void disableWhenLoginIsUnderWayThenItsSessionEndsToo() throws Exception {
		TestProvider provider = TestProvider.shared(this.database);
		Users users = provider.bean(Users.class);
		Sessions sessions = provider.bean(Sessions.class);
		TransactionTemplate transactions = provider.bean(TransactionTemplate.class);
		WechatIdentity identity = new WechatIdentity(
				new WechatAccount(new Appid(APPID), new Openid("o" + UUID.randomUUID())), Optional.empty(),
				Optional.empty());
		SignedIn known = transactions.execute((status) -> users.signIn(identity));

		CompletableFuture<Boolean> disabling = new CompletableFuture<>();
		OpenedSession opened = transactions.execute((status) -> {
			SignedIn signedIn = users.signIn(identity);
			disabling.completeAsync(() -> users.disable(known.user().sub()));
			assertThatExceptionOfType(TimeoutException.class)
				.isThrownBy(() -> disabling.get(BLOCKED.toMillis(), TimeUnit.MILLISECONDS));
			return sessions.open(signedIn, new ClientId(APPID), new GrantedAccess(Set.of("profile"), Set.of()),
					Optional.empty());
		});

		assertThat(disabling.get(10, TimeUnit.SECONDS)).isTrue();
		assertThat(users.enable(known.user().sub())).isTrue();
		assertThat(sessions.findLive(opened.sid())).isEmpty();
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
