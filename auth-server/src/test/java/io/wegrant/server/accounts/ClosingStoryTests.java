package io.wegrant.server.accounts;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

import io.wegrant.server.Answer;
import io.wegrant.server.Concurrently;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.TestProvider;

import static io.wegrant.server.AnswerAssert.assertThat;
import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.OTHER_APPID;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * An account is closed while its user logs in, refreshes or comes with another
 * mini-program.
 */
@ParameterizedClass
@EnumSource(Database.class)
class ClosingStoryTests {

	private static final int ROUNDS = 25;

	private final TestProvider provider;

	private final JdbcTemplate jdbc;

	private final AccountClosing closing;

	private final String person = "person-" + UUID.randomUUID();

	ClosingStoryTests(Database database) {
		this.provider = TestProvider.shared(database);
		this.jdbc = this.provider.bean(JdbcTemplate.class);
		this.closing = this.provider.bean(AccountClosing.class);
	}

	@Test
	void closeWhenUserIsActiveThenErasedAndNewAtTheNextLogin() {
		Answer first = this.provider.login(APPID, this.person);
		Answer second = this.provider.login(OTHER_APPID, this.person);
		String sub = sub(first);

		assertThat(this.closing.close(new Sub(sub))).isTrue();

		assertEnded(first);
		assertEnded(second);
		assertThat(this.provider.bean(Users.class).describe(new Sub(sub))).get()
			.extracting(UserOverview::status)
			.isEqualTo(UserStatus.CLOSED);
		assertThat(rowsOf(sub)).containsOnly(0L);
		Answer again = this.provider.login(APPID, this.person);
		assertThat(again).grantsTokens();
		assertThat(sub(again)).isNotEqualTo(sub);
		assertThat(sub(this.provider.login(OTHER_APPID, this.person))).isEqualTo(sub(again));
	}

	@Test
	void closeWhenClosedOrUnknownThenNothing() {
		String sub = sub(this.provider.login(APPID, this.person));

		assertThat(this.closing.close(new Sub(sub))).isTrue();
		assertThat(this.closing.close(new Sub(sub))).isFalse();
		assertThat(this.closing.close(new Sub("AAAAAAAAAAAAAAAAAAAAAA"))).isFalse();
		assertThat(this.provider.bean(Users.class).enable(new Sub(sub))).isFalse();
	}

	@Test
	void closeWhenUserIsDisabledThenClosed() {
		String sub = sub(this.provider.login(APPID, this.person));
		this.provider.bean(Users.class).disable(new Sub(sub));

		assertThat(this.closing.close(new Sub(sub))).isTrue();

		assertThat(this.provider.login(APPID, this.person)).grantsTokens();
	}

	@Test
	void closeWhenUnionidIsAnothersThenConflictIsErasedToo() {
		this.provider.loginAs(OTHER_APPID, "oOwner" + this.person, "uTaken" + this.person);
		String sub = sub(this.provider.loginAs(APPID, "oOther" + this.person, null));
		this.provider.loginAs(APPID, "oOther" + this.person, "uTaken" + this.person);
		long identity = this.jdbc.queryForObject("""
				SELECT c.identity_id FROM union_conflict c JOIN wechat_identity i ON i.id = c.identity_id
				JOIN users u ON u.id = i.user_id WHERE u.sub = ?""", Long.class, sub);

		assertThat(this.closing.close(new Sub(sub))).isTrue();

		assertThat(rowsOf(sub)).containsOnly(0L);
		assertThat(this.jdbc.queryForList("SELECT union_hash FROM union_conflict WHERE identity_id = ?", identity))
			.isEmpty();
	}

	@Test
	void closeWhenUserLogsInMeanwhileThenNothingIsLeftOfTheOld() {
		for (int round = 0; round < ROUNDS; round++) {
			String name = this.person + round;
			Answer login = this.provider.login(APPID, name);
			String sub = sub(login);
			String appid = (round % 2 == 0) ? APPID : OTHER_APPID;

			List<Answer> answers = Concurrently.run(3, (number) -> switch (number) {
				case 0 -> (Callable<Answer>) () -> {
					assertThat(this.closing.close(new Sub(sub))).isTrue();
					return login;
				};
				case 1 -> () -> this.provider.login(appid, name);
				default -> () -> {
					this.provider.token(Form.refresh(APPID, login.refreshToken()));
					return login;
				};
			});

			assertThat(rowsOf(sub)).as("round " + round).element(1).isEqualTo(0L);
			assertThat(rowsOf(sub)).as("round " + round).element(2).isEqualTo(0L);
			assertEnded(login);
			assertNewUserOrEnded(answers.get(1), sub);
			assertThat(sub(this.provider.login(appid, name))).isNotEqualTo(sub);
		}
	}

	private void assertNewUserOrEnded(Answer login, String closedSub) {
		if (login.status() != 200) {
			// The user was closed after the session was stored and before its token was
			// signed.
			assertThat(login).isRefused(400, "invalid_grant");
		}
		else if (sub(login).equals(closedSub)) {
			assertEnded(login);
		}
	}

	private void assertEnded(Answer login) {
		assertThat(this.provider
			.token(Form.refresh(login.claims().required("client_id").asString(), login.refreshToken())))
			.isRefused(400, "invalid_grant");
		Awaitility.await()
			.untilAsserted(() -> assertThat(
					this.provider.introspect(Form.about(login.accessToken()).as("admin-cli", "admin-cli-secret"))
						.body())
				.isEqualTo("{\"active\":false}"));
	}

	private List<Long> rowsOf(String sub) {
		return List.of("login_session", "wechat_identity", "union_identity")
			.stream()
			.map((table) -> this.jdbc.queryForObject(
					"SELECT COUNT(*) FROM " + table + " t JOIN users u ON u.id = t.user_id WHERE u.sub = ?", Long.class,
					sub))
			.toList();
	}

	private static String sub(Answer login) {
		return login.claims().required("sub").asString();
	}

}
