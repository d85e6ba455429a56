package io.wegrant.server.clients;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.transaction.support.TransactionTemplate;

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
 * Settings take something away from a client. They are applied as at a start, at a
 * provider that runs; one story starts anew.
 */
@ParameterizedClass
@EnumSource(Database.class)
@ExtendWith(OutputCaptureExtension.class)
class ConfiguredClientsStoryTests {

	private static final String CLIENT = "wegrant.clients.registrations[%d].%s";

	private static final String TOOLS = "tools";

	private static final String SECRET = "tools-secret";

	private final TestProvider provider;

	private final JdbcTemplate jdbc;

	private final String person = "person-" + UUID.randomUUID();

	private int toldBefore;

	ConfiguredClientsStoryTests(Database database) {
		this.provider = TestProvider.shared(database, full());
		this.jdbc = this.provider.bean(JdbcTemplate.class);
	}

	@BeforeEach
	void applyAll() {
		this.jdbc.update(
				"UPDATE client SET settings = 'LISTED', settings_revision = 0, enabled = TRUE, version = version + 1");
		apply(full());
		this.toldBefore = told();
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ALL")
	void applyWhenSettingsTakeAwayThenTokensOfBeforeAreRefusedEverywhereAndLaterOnesAreGood(Less less) {
		Answer user = login(this.provider);
		Answer tools = tools(this.provider);
		assertThat(isActive(this.provider, user)).isTrue();
		assertThat(admin(this.provider, tools)).isEqualTo(200);
		assertThat(ToldRevocations.of(this.provider).refuse(user)).isFalse();

		apply(less.settings());

		assertEnded(this.provider, less, user, tools);
		if (less == Less.SCOPE || less == Less.RESOURCE) {
			assertRefreshedWithLess(this.provider, less, user);
		}
		if (less == Less.DISABLED || less == Less.REMOVED) {
			assertThat(this.provider.token(Form.refresh(APPID, user.refreshToken()))).isRefused(401, "invalid_client");
		}
	}

	@Test
	@DisplayName("A node that is started with less ends the tokens of before, and hears of it itself")
	void startWhenSettingsTakeAwayThenTokensOfBeforeAreRefused() {
		Answer user = login(this.provider);
		Answer tools = tools(this.provider);
		try (TestProvider after = this.provider.anotherNode(Less.SCOPE.settings())) {
			assertEnded(after, Less.SCOPE, user, tools);
			assertRefreshedWithLess(after, Less.SCOPE, user);
		}
	}

	private static void assertEnded(TestProvider node, Less less, Answer user, Answer tools) {
		Answer ended = less.ofMiniProgram ? user : tools;
		Answer other = less.ofMiniProgram ? tools : user;
		Awaitility.await()
			.pollDelay(Duration.ZERO)
			.untilAsserted(() -> assertThat(ToldRevocations.of(node).refuse(ended)).isTrue());
		assertThat(ToldRevocations.of(node).refuse(other)).isFalse();
		if (less.ofMiniProgram) {
			assertThat(isActive(node, user)).isFalse();
			assertThat(userinfo(node, user)).isEqualTo(401);
			assertThat(admin(node, tools)).isEqualTo(200);
		}
		else {
			assertThat(admin(node, tools)).isEqualTo(401);
			assertThat(userinfo(node, user)).isEqualTo(200);
		}
	}

	private static void assertRefreshedWithLess(TestProvider node, Less less, Answer user) {
		Answer refreshed = node.token(Form.refresh(APPID, user.refreshToken()));
		assertThat(refreshed).grantsTokens();
		assertHasLess(refreshed, less);
		assertThat(isActive(node, refreshed)).isTrue();
		assertThat(ToldRevocations.of(node).refuse(refreshed)).isFalse();
	}

	private static void assertHasLess(Answer tokens, Less less) {
		if (less == Less.SCOPE) {
			assertThat(tokens.claims().required("scope").asString().split(" ")).containsExactly("profile");
		}
		else {
			assertThat(tokens.claims().required("aud").asString()).isEqualTo("http://localhost:8090");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SCOPE", "RESOURCE" })
	@DisplayName("A node that has not read the registrations since gives no token with what was taken away")
	void applyWhenAnotherNodeTakesAwayThenTokensOfThisOneHaveLessAtOnce(Less less) {
		for (int round = 0; round < 5; round++) {
			apply(full());
			Answer user = login(this.provider);

			applyAt(detached(), less.settings());

			Answer refreshed = this.provider.token(Form.refresh(APPID, user.refreshToken()));
			assertThat(refreshed).grantsTokens();
			assertHasLess(refreshed, less);
			assertThat(isActive(this.provider, refreshed)).isTrue();
			assertHasLess(login(this.provider), less);
		}
	}

	@Test
	@DisplayName("A node that has not read the registrations since gives a service no token with what was taken away")
	void applyWhenAnotherNodeTakesFromAServiceThenTokensOfThisOneHaveLess() {
		for (int round = 0; round < 5; round++) {
			apply(full());
			applyAt(detached(), Less.SCOPE_OF_SERVICE.settings());

			Answer answer = this.provider.token(Form.grant("client_credentials").as(TOOLS, SECRET));

			// Of the epoch of before, and refused, or with less.
			assertThat(answer.status()).isEqualTo(200);
			if (admin(this.provider, answer) == 200) {
				assertThat(answer.text("scope")).doesNotContain("admin.write");
			}
		}
	}

	@Test
	@DisplayName("A mini-program that loses its last resource logs in again, rather than take a token for the provider to it")
	void applyWhenLastResourceIsTakenAwayThenSessionsEnd() {
		Answer user = login(this.provider);

		apply(settings("profile,phone", "", "admin.read,admin.write,token.introspect"));

		assertThat(this.provider.token(Form.refresh(APPID, user.refreshToken()))).isRefused(400, "invalid_grant");
	}

	@Test
	@DisplayName("What an operator has switched off stays so, whatever the settings have said of it in between")
	void applyWhenSwitchedOffAndRemovedAndListedAgainThenStaysOff() {
		this.jdbc.update("UPDATE client SET enabled = FALSE, version = version + 1 WHERE client_id = ?", APPID);
		apply(Less.REMOVED.settings());
		apply(full());
		assertThat(this.provider.login(APPID, this.person)).isRefused(401, "invalid_client");
		apply(Less.DISABLED.settings());
		apply(full());
		assertThat(this.provider.login(APPID, this.person)).isRefused(401, "invalid_client");
	}

	@Test
	@DisplayName("What was switched off goes on when it is listed as before, and its old tokens do not")
	void applyWhenListedAgainThenSessionsGoOn() {
		Answer user = login(this.provider);
		apply(Less.REMOVED.settings());
		apply(Less.DISABLED.settings());
		apply(full());

		assertThat(isActive(this.provider, user)).isFalse();
		Answer refreshed = this.provider.token(Form.refresh(APPID, user.refreshToken()));
		assertThat(refreshed).grantsTokens();
		assertThat(isActive(this.provider, refreshed)).isTrue();
	}

	@Test
	void applyWhenNothingIsTakenAwayThenNothingIsToldAndTokensStayGood() {
		String[] more = with(full(), "wegrant.clients.revision=7", mini("scopes", "phone,profile,goods.read"),
				mini("resources", "http://localhost:8090,http://localhost:8091"), mini("wechat-claims", "false"),
				mini("client-secret", "new"), String.format(Locale.ROOT, CLIENT, 2, "client-id") + "=another",
				String.format(Locale.ROOT, CLIENT, 2, "client-secret") + "=x");
		Answer user = login(this.provider);
		Answer tools = tools(this.provider);
		Map<String, Integer> before = versions();

		for (String[] settings : List.of(full(), more, more)) {
			apply(settings);
			assertThat(told()).isEqualTo(this.toldBefore);
			assertThat(isActive(this.provider, user)).isTrue();
			assertThat(userinfo(this.provider, user)).isEqualTo(200);
			assertThat(admin(this.provider, tools)).isEqualTo(200);
		}

		assertThat(versions()).containsEntry(TOOLS, before.get(TOOLS) + 1).containsEntry(APPID, before.get(APPID) + 1);
		this.jdbc.update("DELETE FROM client WHERE client_id = 'another'");
	}

	@Test
	@DisplayName("A list that is empty says nothing of clients")
	void applyWhenNoClientIsListedThenAllStay() {
		Answer user = login(this.provider);

		apply("wegrant.clients.revision=1");

		assertThat(this.provider.token(Form.refresh(APPID, user.refreshToken()))).grantsTokens();
		assertThat(told()).isEqualTo(this.toldBefore);
	}

	@Test
	@DisplayName("Nodes that start together raise the epoch once")
	void applyWhenSeveralNodesTakeTheSameAwayThenOnce() {
		Answer user = login(this.provider);
		Answer tools = tools(this.provider);

		Concurrently.run(5, (number) -> () -> {
			apply(Less.ALL.settings());
			return number;
		});

		assertThat(told()).isEqualTo(this.toldBefore + 2);
		assertThat(isActive(this.provider, user)).isFalse();
		assertThat(admin(this.provider, tools)).isEqualTo(401);
		assertThat(login(this.provider).text("scope")).isEqualTo("profile");
	}

	@Test
	@DisplayName("A node with settings of before changes nothing, as often as it starts")
	void applyWhenRevisionIsLowerThenNothingIsChangedBack(CapturedOutput output) {
		apply(with(full(), "wegrant.clients.revision=1"));
		apply(with(Less.ALL.settings(), "wegrant.clients.revision=2"));
		for (int round = 0; round < 2; round++) {
			apply(with(full(), "wegrant.clients.revision=1"));
			assertThat(told()).isEqualTo(this.toldBefore + 2);
			assertThat(login(this.provider).text("scope")).isEqualTo("profile");
			apply(with(Less.ALL.settings(), "wegrant.clients.revision=2"));
		}
		apply(with(Less.REMOVED.settings(), "wegrant.clients.revision=3"));
		apply(with(full(), "wegrant.clients.revision=2"));

		assertThat(told()).isEqualTo(this.toldBefore + 3);
		assertThat(this.provider.login(APPID, this.person)).isRefused(401, "invalid_client");
		assertThat(output.getOut()).contains(
				"Client " + APPID + " stays as it is: it was written by wegrant.clients.revision 3, and here it is 2");
	}

	@Test
	@DisplayName("What an operator has switched off in the database stays so at a start")
	void applyWhenSwitchedOffInTheDatabaseThenStaysOff() {
		this.jdbc.update("UPDATE client SET enabled = FALSE, version = version + 1 WHERE client_id = ?", APPID);

		apply(full());

		assertThat(this.provider.login(APPID, this.person)).isRefused(401, "invalid_client");
	}

	@Test
	void applyWhenClientWasOfAnotherKindThenStopsAndChangesNothing() {
		apply(Less.REMOVED.settings());

		assertThatException()
			.isThrownBy(() -> apply(String.format(Locale.ROOT, CLIENT, 0, "client-id") + "=" + APPID,
					String.format(Locale.ROOT, CLIENT, 0, "client-secret") + "=x"))
			.withMessageContaining("wegrant.clients.registrations[0].client-id");

		apply(full());
		assertThat(login(this.provider)).grantsTokens();
		assertThat(admin(this.provider, tools(this.provider))).isEqualTo(200);
	}

	private void apply(String... settings) {
		applyAt(this.provider.bean(Clients.class), settings);
	}

	private void applyAt(Clients clients, String... settings) {
		new ConfiguredClients(this.provider.bean(ClientRows.class), this.provider.bean(MiniProgramRows.class), clients,
				properties(settings), this.provider.bean(MasterKeyset.class),
				this.provider.bean(TransactionTemplate.class), this.provider.events(), this.provider.bean(Clock.class))
			.afterSingletonsInstantiated();
	}

	// Those of another node, so that the provider's are as old as its own reload.
	private Clients detached() {
		return new Clients(this.provider.bean(ClientRows.class), this.provider.bean(MiniProgramRows.class),
				this.provider.bean(MasterKeyset.class), properties(full()),
				this.provider.bean(TransactionTemplate.class), this.provider.events(), this.provider.bean(Clock.class));
	}

	private static ClientsProperties properties(String... settings) {
		Map<String, String> values = Stream.of(settings)
			.collect(Collectors.toMap((setting) -> setting.substring(0, setting.indexOf('=')),
					(setting) -> setting.substring(setting.indexOf('=') + 1), (first, last) -> last));
		return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate("wegrant.clients",
				ClientsProperties.class);
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

	private int told() {
		return this.jdbc.queryForObject("SELECT COUNT(*) FROM revocation WHERE type = 'CLIENT_ID'", Integer.class);
	}

	private Map<String, Integer> versions() {
		Map<String, Integer> versions = new HashMap<>();
		this.jdbc.query("SELECT client_id, version FROM client",
				(RowCallbackHandler) (row) -> versions.put(row.getString(1), row.getInt(2)));
		return versions;
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
				mini("resources", resources), String.format(Locale.ROOT, CLIENT, 1, "client-id") + "=" + TOOLS,
				String.format(Locale.ROOT, CLIENT, 1, "client-secret") + "=" + SECRET,
				String.format(Locale.ROOT, CLIENT, 1, "scopes") + "=" + toolsScopes };
	}

	private static String mini(String name, String value) {
		return String.format(Locale.ROOT, CLIENT, 0, name) + "=" + value;
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
				case REMOVED -> new String[] { String.format(Locale.ROOT, CLIENT, 0, "client-id") + "=" + TOOLS,
						String.format(Locale.ROOT, CLIENT, 0, "client-secret") + "=" + SECRET,
						String.format(Locale.ROOT, CLIENT, 0, "scopes") + "=" + toolsScopes };
			};
		}

	}

}
