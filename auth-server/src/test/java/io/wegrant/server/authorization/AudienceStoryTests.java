package io.wegrant.server.authorization;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

import io.wegrant.server.Answer;
import io.wegrant.server.Concurrently;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.Statements;
import io.wegrant.server.TestProvider;
import io.wegrant.server.clients.Clients;

import static io.wegrant.server.AnswerAssert.assertThat;
import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.APP_SECRET;
import static io.wegrant.server.TestProvider.ISSUER;
import static io.wegrant.server.TestProvider.SERVICE;
import static io.wegrant.server.TestProvider.SERVICE_SECRET;
import static io.wegrant.server.TestProvider.WECHAT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * For whom tokens are: for services, or for the provider itself and for nobody else.
 */
@ParameterizedClass
@EnumSource(value = Database.class, names = "MYSQL")
class AudienceStoryTests {

	private static final String A = "https://a.example";

	private static final String B = "https://b.example";

	private static final String INACTIVE = "{\"active\":false}";

	private final TestProvider provider;

	private final JdbcTemplate jdbc;

	private final String person = "person-" + UUID.randomUUID();

	AudienceStoryTests(Database database) {
		String registration = "wegrant.clients.registrations[%d].%s";
		this.provider = TestProvider.shared(database, TestProvider.CLIENTS_STAY,
				String.format(Locale.ROOT, registration, 0, "appid=" + APPID),
				String.format(Locale.ROOT, registration, 0, "app-secret=" + APP_SECRET),
				String.format(Locale.ROOT, registration, 0, "scopes=profile,goods.read"),
				String.format(Locale.ROOT, registration, 0, "resources=" + A + "," + B),
				String.format(Locale.ROOT, registration, 1, "client-id=" + SERVICE),
				String.format(Locale.ROOT, registration, 1, "client-secret=" + SERVICE_SECRET),
				String.format(Locale.ROOT, registration, 1, "scopes=goods.read"),
				String.format(Locale.ROOT, registration, 1, "resources=" + A),
				String.format(Locale.ROOT, registration, 2, "client-id=desk"),
				String.format(Locale.ROOT, registration, 2, "client-secret=secret"),
				String.format(Locale.ROOT, registration, 2, "scopes=admin.read,goods.read"),
				String.format(Locale.ROOT, registration, 2, "resources=" + A),
				String.format(Locale.ROOT, registration, 3, "client-id=watch"),
				String.format(Locale.ROOT, registration, 3, "client-secret=secret"),
				String.format(Locale.ROOT, registration, 3, "scopes=token.introspect"));
		this.jdbc = this.provider.bean(JdbcTemplate.class);
	}

	@Test
	@DisplayName("T08: a user's token names the services asked for, else those registered, and never the provider")
	void loginWhenResourcesAreNamedOrNotThenTheyAloneAreTheAudience() {
		assertThat(audience(login())).containsExactlyInAnyOrder(A, B);
		assertThat(audience(login(B))).containsExactly(B);
		assertThat(audience(login(A, B))).containsExactlyInAnyOrder(A, B);
	}

	@Test
	@DisplayName("T08: a login for the provider gives one such token, and a session with all services")
	void loginWhenForTheProviderThenOneTokenAlone() {
		Answer login = login(ISSUER);

		assertThat(login).grantsTokens();
		assertThat(audience(login)).containsExactly(ISSUER);
		assertThat(login.text("scope")).isEqualTo("goods.read profile");
		assertThat(audience(refresh(login))).containsExactlyInAnyOrder(A, B);
	}

	@Test
	@DisplayName("T08: the issuer, alone, is within what each login was granted, and changes nothing of it")
	void refreshWhenForTheProviderThenOneTokenAlone() {
		Answer login = login(B);

		Answer account = refresh(login, ISSUER);
		Answer again = refresh(account, ISSUER);
		Answer usual = refresh(again);

		assertThat(account).grantsTokens();
		assertThat(audience(account)).containsExactly(ISSUER);
		assertThat(account.text("scope")).isEqualTo(login.text("scope"));
		assertThat(account.claims().required("sid")).isEqualTo(login.claims().required("sid"));
		assertThat(audience(again)).containsExactly(ISSUER);
		assertThat(audience(usual)).containsExactly(B);
		assertThat(refresh(usual, A)).isRefused(400, "invalid_target");
		assertThat(audience(refresh(usual, B))).containsExactly(B);
	}

	@Test
	void refreshWhenForTheProviderThenScopeMayBeNarrowed() {
		Answer login = login();

		Answer narrow = this.provider
			.token(Form.refresh(APPID, login.refreshToken()).with("resource", ISSUER).with("scope", "profile"));

		assertThat(narrow.claims().required("scope").asString()).isEqualTo("profile");
		assertThat(audience(narrow)).containsExactly(ISSUER);
		assertThat(this.provider
			.token(Form.refresh(APPID, narrow.refreshToken()).with("resource", ISSUER).with("scope", "admin.read")))
			.isRefused(400, "invalid_scope");
	}

	@ParameterizedTest
	@ValueSource(strings = { ISSUER + "/", "HTTP://LOCALHOST:9000", "http://LOCALHOST:9000", "http://localhost",
			"http://localhost:9001", "http://127.0.0.1:9000", ISSUER + "#", ISSUER + "?", ISSUER + "/account",
			" " + ISSUER })
	@DisplayName("T08: what is almost the issuer is invalid_target")
	void tokenWhenResourceIsAlmostTheIssuerThenInvalidTarget(String resource) {
		Answer login = login();

		assertThat(login(resource)).isRefused(400, "invalid_target");
		assertThat(refresh(login, resource)).isRefused(400, "invalid_target");
		assertThat(own("desk", "secret", resource)).isRefused(400, "invalid_target");
		assertThat(refresh(login)).grantsTokens();
	}

	@Test
	@DisplayName("T08: the issuer beside another resource, or twice, is invalid_target")
	void tokenWhenIssuerIsNotAloneThenInvalidTarget() {
		Answer login = login();

		for (String[] resources : List.of(new String[] { ISSUER, A }, new String[] { A, ISSUER },
				new String[] { ISSUER, ISSUER })) {
			assertThat(login(resources)).isRefused(400, "invalid_target");
			assertThat(refresh(login, resources)).isRefused(400, "invalid_target");
			assertThat(own("desk", "secret", resources)).isRefused(400, "invalid_target");
		}
		assertThat(refresh(login)).grantsTokens();
	}

	@Test
	void tokenWhenIssuerIsBesideAnEmptyResourceThenAlone() {
		assertThat(audience(login(ISSUER, ""))).containsExactly(ISSUER);
	}

	@Test
	@DisplayName("R02: an answer for the provider that got lost is given again, also for a service, with one successor")
	void refreshWhenAnswerForTheProviderGotLostThenSameSuccessorForEither() {
		Answer login = login();
		Answer lost = refresh(login, ISSUER);
		this.provider.clock().advance(Duration.ofSeconds(50));

		Answer again = refresh(login, ISSUER);
		Answer usual = refresh(login);

		assertThat(again.refreshToken()).isEqualTo(lost.refreshToken());
		assertThat(usual.refreshToken()).isEqualTo(lost.refreshToken());
		assertThat(audience(again)).containsExactly(ISSUER);
		assertThat(audience(usual)).containsExactlyInAnyOrder(A, B);
		assertThat(refresh(usual)).grantsTokens();
	}

	@Test
	@DisplayName("R01: refreshes at once for the provider and for services have one successor")
	void refreshWhenForBothAtOnceThenOneSuccessor() {
		Answer login = login();

		List<Answer> answers = Concurrently.run(20,
				(number) -> () -> (number % 2 == 0) ? refresh(login) : refresh(login, ISSUER));

		assertThat(answers).extracting(Answer::status).containsOnly(200);
		assertThat(answers).extracting(Answer::refreshToken).containsOnly(answers.get(0).refreshToken());
		assertThat(answers).filteredOn((each) -> audience(each).equals(List.of(ISSUER))).hasSize(10);
		assertThat(refresh(answers.get(0))).grantsTokens();
	}

	@ParameterizedTest
	@ValueSource(strings = { ISSUER, ISSUER + " " + A })
	@DisplayName("R03, E07: a replaced token ends the session, also where it asks for the provider")
	void refreshWhenReplacedTokenAsksForTheProviderThenSessionEnds(String resources) {
		Answer login = login();
		Answer newest = refresh(refresh(login));

		assertThat(refresh(login, resources.split(" "))).isRefused(400, "invalid_grant");

		assertThat(refresh(newest)).isRefused(400, "invalid_grant");
	}

	@Test
	void refreshWhenForTheProviderThenTwoStatements() {
		Answer login = login();

		List<String> asked = this.provider.bean(Statements.class).during(() -> refresh(login, ISSUER));

		assertThat(asked).extracting((statement) -> statement.split(" ", 2)[0]).containsExactly("SELECT", "UPDATE");
	}

	@Test
	void refreshWhenNoResourceOfTheSessionIsRegisteredAnyMoreThenLogInAgain() {
		Answer login = login(A);
		this.jdbc.update("UPDATE client SET resources = ? WHERE client_id = ?", B, APPID);
		this.provider.bean(Clients.class).reload();
		try {
			assertThat(refresh(login)).isRefused(400, "invalid_grant");
			Answer account = refresh(login, ISSUER);
			assertThat(audience(account)).containsExactly(ISSUER);
			assertThat(refresh(account)).isRefused(400, "invalid_grant");
			assertThat(audience(login())).containsExactly(B);
		}
		finally {
			this.jdbc.update("UPDATE client SET resources = ? WHERE client_id = ?", A + " " + B, APPID);
			this.provider.bean(Clients.class).reload();
		}
	}

	@Test
	void loginWhenClientHasNoResourcesThenForTheProvider() {
		this.jdbc.update("UPDATE client SET resources = '' WHERE client_id = ?", APPID);
		this.provider.bean(Clients.class).reload();
		Answer login;
		try {
			login = login();
			assertThat(audience(login)).containsExactly(ISSUER);
			login = refresh(login);
			assertThat(audience(login)).containsExactly(ISSUER);
		}
		finally {
			this.jdbc.update("UPDATE client SET resources = ? WHERE client_id = ?", A + " " + B, APPID);
			this.provider.bean(Clients.class).reload();
		}
		// Now that there are services, they would be handed it.
		assertThat(refresh(login)).isRefused(400, "invalid_grant");
		assertThat(audience(refresh(login, ISSUER))).containsExactly(ISSUER);
	}

	@Test
	@DisplayName("T08: a service may ask for the provider if it may administer, or has no resources")
	void tokenWhenServiceAsksForTheProviderThenIfItHasAReason() {
		assertThat(audience(own("desk", "secret"))).containsExactly(A);
		assertThat(audience(own("desk", "secret", ISSUER))).containsExactly(ISSUER);
		assertThat(audience(own("watch", "secret"))).containsExactly(ISSUER);
		assertThat(audience(own("watch", "secret", ISSUER))).containsExactly(ISSUER);
		assertThat(own(SERVICE, SERVICE_SECRET, ISSUER)).isRefused(400, "invalid_target");
		assertThat(audience(own(SERVICE, SERVICE_SECRET))).containsExactly(A);
	}

	@Test
	void callWhenServiceAdministersThenWithTheTokenForTheProviderAlone() {
		assertThat(administer(own("desk", "secret", ISSUER))).isEqualTo(404);
		assertThat(administer(own("desk", "secret"))).isEqualTo(401);
	}

	@Test
	@DisplayName("R08: a service does not see a token for the provider, a client with token.introspect does")
	void introspectWhenTokenIsForTheProviderThenNoServiceSeesIt() {
		Answer login = login();
		Answer account = refresh(login, ISSUER);

		assertThat(introspect(account, SERVICE, SERVICE_SECRET).body()).isEqualTo(INACTIVE);
		assertThat(introspect(account, "desk", "secret").body()).isEqualTo(INACTIVE);
		Answer seen = introspect(account, "watch", "secret");
		assertThat(seen.json().required("active").asBoolean()).isTrue();
		assertThat(seen.json().at("/aud/0").asString()).isEqualTo(ISSUER);
		assertThat(introspect(login, SERVICE, SERVICE_SECRET).json().required("active").asBoolean()).isTrue();
	}

	@Test
	@DisplayName("R07: a token for the provider ends its session like any other, and ends with it")
	void revokeWhenTokenIsForTheProviderThenSessionEnds() {
		Answer login = login();
		Answer account = refresh(login, ISSUER);

		this.provider.revoke(Form.about(account.accessToken()).with("client_id", APPID));

		assertThat(refresh(account)).isRefused(400, "invalid_grant");
		assertThat(introspect(account, "watch", "secret").body()).isEqualTo(INACTIVE);
		assertThat(introspect(login, "watch", "secret").body()).isEqualTo(INACTIVE);
	}

	private Answer login(String... resources) {
		return this.provider.token(with(Form.login(APPID, WECHAT.loginCode(APPID, this.person)), resources));
	}

	private Answer refresh(Answer tokens, String... resources) {
		return this.provider.token(with(Form.refresh(APPID, tokens.refreshToken()), resources));
	}

	private Answer own(String clientId, String secret, String... resources) {
		return this.provider.token(with(Form.grant("client_credentials").as(clientId, secret), resources));
	}

	private Answer introspect(Answer tokens, String clientId, String secret) {
		return this.provider.introspect(Form.about(tokens.accessToken()).as(clientId, secret));
	}

	private int administer(Answer tokens) {
		return this.provider
			.send(this.provider.request("/admin/api/users/AAAAAAAAAAAAAAAAAAAAAA")
				.header("Authorization", "Bearer " + tokens.accessToken()))
			.status();
	}

	private static Form with(Form form, String... resources) {
		for (String resource : resources) {
			form.with("resource", resource);
		}
		return form;
	}

	private static List<String> audience(Answer tokens) {
		assertThat(tokens.status()).as(tokens.body()).isEqualTo(200);
		JsonNode audience = tokens.claims().required("aud");
		return audience.isArray() ? audience.valueStream().map(JsonNode::asString).toList()
				: List.of(audience.asString());
	}

}
