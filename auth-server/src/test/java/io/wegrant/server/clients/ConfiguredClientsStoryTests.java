package io.wegrant.server.clients;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;

import io.wegrant.server.Answer;
import io.wegrant.server.Concurrently;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.TestProvider;
import io.wegrant.server.ToldRevocations;
import io.wegrant.server.secrets.MasterKeyset;

import static io.wegrant.server.AnswerAssert.assertThat;
import static io.wegrant.server.TestProvider.APPID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Settings take something away from a client, at a start on the same database.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConfiguredClientsStoryTests {

	private static final String KEYSET = MasterKeyset.generate();

	private static final String CLIENT = "wegrant.clients.registrations[%d].%s";

	private static final String TOOLS = "tools";

	private static final String SECRET = "tools-secret";

	private Map<String, String> database = Database.MYSQL.create();

	private final String person = "person-" + UUID.randomUUID();

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ALL")
	void startWhenSettingsTakeAwayThenTokensOfBeforeAreRefusedEverywhereAndLaterOnesAreGood(Less less) {
		Answer user;
		Answer tools;
		try (TestProvider before = start(full())) {
			user = login(before);
			tools = tools(before);
			assertThat(isActive(before, user)).isTrue();
			assertThat(admin(before, tools)).isEqualTo(200);
			assertThat(ToldRevocations.of(before).refuse(user)).isFalse();
		}
		try (TestProvider after = start(less.settings())) {
			ToldRevocations told = ToldRevocations.of(after);
			Answer ended = less.ofMiniProgram ? user : tools;
			Answer other = less.ofMiniProgram ? tools : user;
			assertThat(told.refuse(ended)).isTrue();
			assertThat(told.refuse(other)).isFalse();
			if (less.ofMiniProgram) {
				assertThat(isActive(after, user)).isFalse();
				assertThat(userinfo(after, user)).isEqualTo(401);
				assertThat(admin(after, tools)).isEqualTo(200);
			}
			else {
				assertThat(admin(after, tools)).isEqualTo(401);
				assertThat(userinfo(after, user)).isEqualTo(200);
			}
			if (less == Less.SCOPE || less == Less.RESOURCE) {
				Answer refreshed = after.token(Form.refresh(APPID, user.refreshToken()));
				assertThat(refreshed).grantsTokens();
				assertThat(refreshed.text("scope")).doesNotContain((less == Less.SCOPE) ? "phone" : "none");
				assertThat(isActive(after, refreshed)).isTrue();
				assertThat(ToldRevocations.of(after).refuse(refreshed)).isFalse();
			}
			if (less == Less.DISABLED || less == Less.REMOVED) {
				assertThat(after.token(Form.refresh(APPID, user.refreshToken()))).isRefused(401, "invalid_client");
			}
		}
	}

	@Test
	@DisplayName("What was switched off goes on when it is listed as before, and its old tokens do not")
	void startWhenListedAgainThenSessionsGoOn() {
		Answer user;
		try (TestProvider before = start(full())) {
			user = login(before);
		}
		start(Less.REMOVED.settings()).close();
		start(Less.DISABLED.settings()).close();
		try (TestProvider after = start(full())) {
			assertThat(isActive(after, user)).isFalse();
			assertThat(ToldRevocations.of(after).refuse(user)).isTrue();
			Answer refreshed = after.token(Form.refresh(APPID, user.refreshToken()));
			assertThat(refreshed).grantsTokens();
			assertThat(isActive(after, refreshed)).isTrue();
		}
	}

	@Test
	void startWhenNothingIsTakenAwayThenNothingIsToldAndTokensStayGood() {
		String[] more = Stream
			.concat(Stream.of(full()),
					Stream.of("wegrant.clients.revision=7", mini("scopes", "phone,profile,goods.read"),
							mini("resources", "http://localhost:8090,http://localhost:8091"),
							mini("wechat-claims", "false"), mini("client-secret", "new"),
							CLIENT.formatted(2, "client-id") + "=another", CLIENT.formatted(2, "client-secret") + "=x"))
			.toArray(String[]::new);
		Answer user;
		Answer tools;
		try (TestProvider before = start(full())) {
			user = login(before);
			tools = tools(before);
		}
		for (String[] settings : List.of(full(), more, more)) {
			try (TestProvider after = start(settings)) {
				assertThat(told(after)).isZero();
				assertThat(isActive(after, user)).isTrue();
				assertThat(userinfo(after, user)).isEqualTo(200);
				assertThat(admin(after, tools)).isEqualTo(200);
			}
		}
		assertThat(versions()).containsEntry(TOOLS, 1).containsEntry(APPID, 1);
	}

	@Test
	@DisplayName("A list that is empty says nothing of clients")
	void startWhenNoClientIsListedThenAllStay() {
		Answer user;
		try (TestProvider before = start(full())) {
			user = login(before);
		}
		try (TestProvider after = start("wegrant.clients.registrations=")) {
			assertThat(after.token(Form.refresh(APPID, user.refreshToken()))).grantsTokens();
			assertThat(told(after)).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("Nodes that start together raise the epoch once, and one that runs hears of it")
	void startWhenSeveralNodesTakeTheSameAwayThenOnce(Database kind) {
		this.database = kind.create();
		try (TestProvider running = start(full())) {
			Answer user = login(running);
			Answer tools = tools(running);
			List<TestProvider> nodes = new ArrayList<>(
					Concurrently.run(3, (number) -> () -> start(Less.ALL.settings())));
			try {
				assertThat(told(running)).isEqualTo(2);
				nodes.add(running);
				for (TestProvider node : nodes) {
					assertThat(isActive(node, user)).isFalse();
					assertThat(userinfo(node, user)).isEqualTo(401);
					Awaitility.await()
						.pollDelay(Duration.ZERO)
						.pollInterval(Duration.ofMillis(50))
						.untilAsserted(() -> assertThat(ToldRevocations.of(node)).matches((told) -> told.refuse(user))
							.matches((told) -> told.refuse(tools)));
					Awaitility.await().untilAsserted(() -> assertThat(login(node).text("scope")).isEqualTo("profile"));
				}
				assertThat(told(running)).isEqualTo(2);
			}
			finally {
				nodes.stream().filter((node) -> node != running).forEach(TestProvider::close);
			}
		}
	}

	@Test
	@DisplayName("A node with settings of before changes nothing, as often as it starts")
	void startWhenRevisionIsLowerThenNothingIsChangedBack(CapturedOutput output) {
		start(with(full(), "wegrant.clients.revision=1")).close();
		start(with(Less.ALL.settings(), "wegrant.clients.revision=2")).close();
		for (int round = 0; round < 2; round++) {
			try (TestProvider old = start(with(full(), "wegrant.clients.revision=1"))) {
				assertThat(told(old)).isEqualTo(2);
				assertThat(login(old).text("scope")).isEqualTo("profile");
			}
			start(with(Less.ALL.settings(), "wegrant.clients.revision=2")).close();
		}
		start(with(Less.REMOVED.settings(), "wegrant.clients.revision=3")).close();
		try (TestProvider old = start(with(full(), "wegrant.clients.revision=2"))) {
			assertThat(told(old)).isEqualTo(3);
			assertThat(old.login(APPID, this.person)).isRefused(401, "invalid_client");
		}
		assertThat(output.getOut()).contains(
				"Client " + APPID + " stays as it is: it was written by wegrant.clients.revision 3, and here it is 2");
	}

	@Test
	@DisplayName("What an operator has switched off in the database stays so at a start")
	void startWhenSwitchedOffInTheDatabaseThenStaysOff() {
		try (TestProvider before = start(full())) {
			before.bean(JdbcTemplate.class)
				.update("UPDATE client SET enabled = FALSE, version = version + 1 WHERE client_id = ?", APPID);
		}
		try (TestProvider after = start(full())) {
			assertThat(after.login(APPID, this.person)).isRefused(401, "invalid_client");
		}
	}

	@Test
	void startWhenClientWasOfAnotherKindThenStopsAndChangesNothing(CapturedOutput output) {
		start(full()).close();
		start(Less.REMOVED.settings()).close();

		assertThatException().isThrownBy(() -> start(CLIENT.formatted(0, "client-id") + "=" + APPID,
				CLIENT.formatted(0, "client-secret") + "=x"));

		assertThat(output.getOut()).contains(
				"wegrant.clients.registrations[0].client-id was a client of another kind before: a mini-program does");
		try (TestProvider after = start(full())) {
			assertThat(login(after)).grantsTokens();
			assertThat(admin(after, tools(after))).isEqualTo(200);
		}
	}

	private TestProvider start(String... settings) {
		return TestProvider.start(this.database, with(settings, "wegrant.keyset.value=" + KEYSET));
	}

	private Answer login(TestProvider node) {
		Answer answer = node.login(APPID, this.person);
		assertThat(answer).grantsTokens();
		return answer;
	}

	private static Answer tools(TestProvider node) {
		return node.token(Form.grant("client_credentials").as(TOOLS, SECRET).with("scope", "admin.read"));
	}

	private static boolean isActive(TestProvider node, Answer tokens) {
		return node.introspect(Form.about(tokens.accessToken()).as(TOOLS, SECRET))
			.json()
			.required("active")
			.asBoolean();
	}

	private static int userinfo(TestProvider node, Answer tokens) {
		return node.send(node.request("/userinfo").header("Authorization", "Bearer " + tokens.accessToken())).status();
	}

	private static int admin(TestProvider node, Answer tokens) {
		return node.send(node.request("/admin/api/keys").header("Authorization", "Bearer " + tokens.accessToken()))
			.status();
	}

	private static int told(TestProvider node) {
		return node.bean(JdbcTemplate.class)
			.queryForObject("SELECT COUNT(*) FROM revocation WHERE type = 'CLIENT_ID'", Integer.class);
	}

	private Map<String, Integer> versions() {
		try (TestProvider node = start("wegrant.clients.registrations=")) {
			return Map.copyOf(node.bean(JdbcTemplate.class).query("SELECT client_id, version FROM client", (rows) -> {
				Map<String, Integer> versions = new HashMap<>();
				while (rows.next()) {
					versions.put(rows.getString(1), rows.getInt(2));
				}
				return versions;
			}));
		}
	}

	private static String[] with(String[] settings, String... more) {
		return Stream.concat(Stream.of(settings), Stream.of(more)).toArray(String[]::new);
	}

	private static String[] full() {
		return settings("profile,phone", "http://localhost:8090,http://localhost:8091",
				"admin.read,admin.write,token.introspect");
	}

	private static String[] settings(String scopes, String resources, String toolsScopes) {
		return new String[] { mini("appid", APPID), mini("app-secret", TestProvider.APP_SECRET), mini("scopes", scopes),
				mini("resources", resources), CLIENT.formatted(1, "client-id") + "=" + TOOLS,
				CLIENT.formatted(1, "client-secret") + "=" + SECRET,
				CLIENT.formatted(1, "scopes") + "=" + toolsScopes };
	}

	private static String mini(String name, String value) {
		return CLIENT.formatted(0, name) + "=" + value;
	}

	/**
	 * What the settings take away.
	 */
	enum Less {

		SCOPE(true), RESOURCE(true), SCOPE_OF_SERVICE(false), ALL(true), DISABLED(true), REMOVED(true);

		private final boolean ofMiniProgram;

		Less(boolean ofMiniProgram) {
			this.ofMiniProgram = ofMiniProgram;
		}

		private String[] settings() {
			String both = "http://localhost:8090,http://localhost:8091";
			String toolsScopes = "admin.read,admin.write,token.introspect";
			return switch (this) {
				case SCOPE -> ConfiguredClientsStoryTests.settings("profile", both, toolsScopes);
				case RESOURCE ->
					ConfiguredClientsStoryTests.settings("profile,phone", "http://localhost:8090", toolsScopes);
				case SCOPE_OF_SERVICE ->
					ConfiguredClientsStoryTests.settings("profile,phone", both, "admin.read,token.introspect");
				case ALL -> ConfiguredClientsStoryTests.settings("profile", "http://localhost:8090",
						"admin.read,token.introspect");
				case DISABLED -> with(full(), mini("enabled", "false"));
				case REMOVED -> new String[] { CLIENT.formatted(0, "client-id") + "=" + TOOLS,
						CLIENT.formatted(0, "client-secret") + "=" + SECRET,
						CLIENT.formatted(0, "scopes") + "=" + toolsScopes };
			};
		}

	}

}
