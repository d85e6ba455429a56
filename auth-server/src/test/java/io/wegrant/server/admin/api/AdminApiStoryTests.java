package io.wegrant.server.admin.api;

import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.nimbusds.jose.JWSObject;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.wegrant.server.Answer;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.Logs;
import io.wegrant.server.TestProvider;
import io.wegrant.server.clients.Clients;

import static io.wegrant.server.AnswerAssert.assertThat;
import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.APP_SECRET;
import static io.wegrant.server.TestProvider.OTHER_APPID;
import static io.wegrant.server.TestProvider.RESOURCE;
import static io.wegrant.server.TestProvider.SERVICE;
import static io.wegrant.server.TestProvider.SERVICE_SECRET;
import static io.wegrant.server.TestProvider.WECHAT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * An administrator looks for a person, and ends what has to end.
 */
@ParameterizedClass
@EnumSource(Database.class)
class AdminApiStoryTests {

	private static final String UNKNOWN = "AAAAAAAAAAAAAAAAAAAAAA";

	private static final String REASON = "{\"reason\":\"reported by customer service\"}";

	private final Database database;

	private final TestProvider provider;

	private final JdbcTemplate jdbc;

	private final AdminApi api;

	private final String person = "person-" + UUID.randomUUID();

	private final Answer login;

	private final String sub;

	private final String sid;

	AdminApiStoryTests(Database database) {
		this.database = database;
		this.provider = TestProvider.shared(database);
		this.jdbc = this.provider.bean(JdbcTemplate.class);
		this.api = AdminApi.of(this.provider);
		this.login = this.provider
			.token(Form.login(APPID, WECHAT.loginCode(APPID, this.person)).with("device", "iPhone 15"));
		this.sub = claim(this.login, "sub");
		this.sid = claim(this.login, "sid");
	}

	@Test
	void listWhenUserIsNamedThenSessionsWithAllThatIsShown() {
		Answer answer = this.api.get("/sessions?user=" + this.sub);

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("Content-Type")).isEqualTo("application/json");
		assertThat(answer.header("Cache-Control")).contains("no-store");
		assertThat(answer.json().propertyNames()).containsExactlyInAnyOrder("items", "page", "size", "more");
		JsonNode session = answer.json().required("items").get(0);
		assertThat(session.propertyNames()).containsExactlyInAnyOrder("sid", "sub", "client_id", "appid", "openid",
				"device", "scope", "resources", "status", "refreshes", "created_at", "refreshed_at", "expires_at");
		assertThat(session.required("sid").asString()).isEqualTo(this.sid);
		assertThat(session.required("sub").asString()).isEqualTo(this.sub);
		assertThat(session.required("client_id").asString()).isEqualTo(APPID);
		assertThat(session.required("appid").asString()).isEqualTo(APPID);
		assertThat(session.required("openid").asString()).isEqualTo(claim(this.login, "openid"));
		assertThat(session.required("device").asString()).isEqualTo("iPhone 15");
		assertThat(session.required("scope").asString()).isEqualTo(this.login.text("scope"));
		assertThat(session.required("resources").toString()).isEqualTo("[\"" + RESOURCE + "\"]");
		assertThat(session.required("status").asString()).isEqualTo("live");
		assertThat(session.required("refreshes").asInt()).isZero();
		Instant createdAt = instant(session, "created_at");
		assertThat(createdAt).isBetween(this.provider.clock().instant().minusSeconds(60),
				this.provider.clock().instant());
		assertThat(instant(session, "refreshed_at")).isEqualTo(createdAt);
		assertThat(instant(session, "expires_at")).isEqualTo(createdAt.plus(Duration.ofDays(30)));
		assertShowsNoSecret(answer);
	}

	@Test
	void listWhenWechatAccountIsNamedThenAllSessionsOfTheUserTheNewestFirst() {
		Answer refreshed = refresh(this.login);
		this.provider.clock().advance(Duration.ofSeconds(1));
		Answer other = this.provider.login(OTHER_APPID, this.person);

		Answer answer = this.api.get("/sessions?appid=" + APPID + "&openid=" + claim(this.login, "openid"));

		assertThat(sids(answer)).containsExactly(claim(other, "sid"), this.sid);
		assertThat(answer.json().at("/items/1/refreshes").asInt()).isEqualTo(1);
		assertThat(answer.json().at("/items/0/resources/0").asString()).isEqualTo(RESOURCE);
		assertThat(answer.json().at("/items/0").has("device")).isFalse();
		assertThat(answer.body()).doesNotContain(refreshed.refreshToken());
	}

	@Test
	void listWhenSessionTookOverTheRowOfAnotherThenNewestFirstAllTheSame() {
		List<String> expected = new ArrayList<>(List.of(this.sid));
		for (int i = 0; i < 5; i++) {
			this.provider.clock().advance(Duration.ofSeconds(1));
			expected.add(claim(this.provider.login(APPID, this.person), "sid"));
		}
		expected.remove(this.sid);
		Collections.reverse(expected);

		assertThat(sids(this.api.get("/sessions?user=" + this.sub))).isEqualTo(expected);
		assertThat(sids(this.api.get("/sessions?size=5&client=" + APPID))).isEqualTo(expected);
	}

	@Test
	void listWhenClientIsNamedThenPageByPage() {
		this.jdbc.update("DELETE FROM login_session");
		List<String> sids = new ArrayList<>();
		List<String> subs = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			Answer login = this.provider.login(APPID, this.person + i);
			sids.add(0, claim(login, "sid"));
			subs.add(claim(login, "sub"));
			this.provider.login(OTHER_APPID, this.person + i);
			this.provider.clock().advance(Duration.ofSeconds(1));
		}

		Answer all = this.api.get("/sessions?client=" + APPID);
		Answer first = this.api.get("/sessions?client=" + APPID + "&size=2");
		Answer second = this.api.get("/sessions?client=" + APPID + "&size=2&page=1");
		Answer third = this.api.get("/sessions?client=" + APPID + "&size=2&page=2");
		Answer beyond = this.api.get("/sessions?client=" + APPID + "&size=100&page=2147483647");

		assertPage(all, sids, 0, 20, false);
		assertPage(first, sids.subList(0, 2), 0, 2, true);
		assertPage(second, sids.subList(2, 4), 1, 2, true);
		assertPage(third, sids.subList(4, 5), 2, 2, false);
		assertPage(beyond, List.of(), 2147483647, 100, false);
		assertPage(this.api.get("/sessions?client=" + APPID + "&size=5"), sids, 0, 5, false);
		assertPage(this.api.get("/sessions?client=" + SERVICE), List.of(), 0, 20, false);
		this.provider.login(APPID, this.person + 0);
		assertPage(this.api.get("/sessions?page=2&size=1&user=" + subs.get(0)), List.of(sids.get(4)), 2, 1, false);
	}

	@Test
	void listWhenSessionsAreOverThenTheirStatusTells() {
		String person = this.person + "-of-old";
		String expired = claim(this.provider.login(APPID, person), "sid");
		this.provider.clock().advance(Duration.ofDays(29));
		String ended = claim(this.provider.login(APPID, person), "sid");
		this.provider.clock().advance(Duration.ofSeconds(1));
		String withClient = claim(this.provider.login(OTHER_APPID, person), "sid");
		this.provider.clock().advance(Duration.ofSeconds(1));
		String sub = claim(this.provider.login(APPID, person), "sub");
		AdminApi admin = AdminApi.of(this.provider);
		admin.delete("/sessions/" + ended);
		admin.delete("/clients/" + OTHER_APPID + "/sessions");
		this.provider.clock().advance(Duration.ofDays(1));

		JsonNode items = AdminApi.of(this.provider).get("/sessions?user=" + sub).json().required("items");

		assertThat(items).extracting((item) -> item.required("status").asString())
			.containsExactly("live", "ended", "ended", "expired");
		assertThat(items).extracting((item) -> item.required("sid").asString()).endsWith(withClient, ended, expired);
		assertThat(items).extracting((item) -> item.has("ended_at")).containsExactly(false, false, true, false);
		assertThat(instant(items.get(2), "ended_at")).isAfter(instant(items.get(2), "created_at"));
		assertThat(instant(items.get(3), "expires_at")).isBeforeOrEqualTo(this.provider.clock().instant());
	}

	@Test
	void getWhenSessionWasEndedThenHistorySaysByWhomAndWhy() {
		this.api.delete("/sessions/" + this.sid + "?reason=phone%20stolen%20%E5%BE%AE");

		Answer answer = this.api.get("/sessions/" + this.sid);

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.text("sid")).isEqualTo(this.sid);
		assertThat(answer.text("status")).isEqualTo("ended");
		assertThat(instant(answer.json(), "ended_at")).isBeforeOrEqualTo(this.provider.clock().instant());
		JsonNode entry = answer.json().required("history").get(0);
		assertThat(answer.json().required("history")).hasSize(1);
		assertThat(entry.propertyNames()).containsExactlyInAnyOrder("occurred_at", "type", "actor", "reason");
		assertThat(entry.required("type").asString()).isEqualTo("SESSION_REVOKED");
		assertThat(entry.required("actor").asString()).isEqualTo(AdminApi.CLIENT);
		assertThat(entry.required("reason").asString()).isEqualTo("phone stolen 微");
		assertShowsNoSecret(answer);
	}

	@Test
	void getWhenSomethingBefellTheUserThenHistoryHasIt() {
		this.api.post("/users/" + this.sub + "/disable", REASON);
		this.api.post("/users/" + this.sub + "/enable", REASON);
		this.provider.clock().advance(Duration.ofSeconds(1));
		assertThat(this.api.get("/sessions/" + this.sid).json().required("history"))
			.extracting((entry) -> entry.required("type").asString())
			.containsExactly("USER_DISABLED", "USER_ENABLED");

		String later = claim(this.provider.login(APPID, this.person), "sid");

		assertThat(this.api.get("/sessions/" + later).json().required("history")).isEmpty();
	}

	@Test
	void endWhenSessionThenEverywhere() {
		Answer refreshed = refresh(this.login);
		Answer other = this.provider.login(APPID, this.person);
		double changes = changes("session_revoked");

		Answer answer = this.api.delete("/sessions/" + this.sid + "?reason=stolen");

		assertThat(answer.status()).isEqualTo(204);
		assertThat(answer.body()).isEmpty();
		assertEnded(refreshed);
		assertThat(introspect(this.login).body()).isEqualTo("{\"active\":false}");
		assertThat(introspect(other).json().required("active").asBoolean()).isTrue();
		Awaitility.await().untilAsserted(() -> assertThat(revoked("sid")).contains(digest(this.sid)));
		assertAudited("SESSION_REVOKED", APPID, this.sub, this.sid, "stolen");
		assertThat(changes("session_revoked")).isEqualTo(changes + 1);
	}

	@Test
	void endWhenSessionHasEndedThenNothingMoreIsSaid() {
		this.api.delete("/sessions/" + this.sid);
		Instant endedAt = instant(this.api.get("/sessions/" + this.sid).json(), "ended_at");
		this.provider.clock().advance(Duration.ofSeconds(1));

		assertThat(this.api.delete("/sessions/" + this.sid + "?reason=again").status()).isEqualTo(204);

		assertThat(instant(this.api.get("/sessions/" + this.sid).json(), "ended_at")).isEqualTo(endedAt);
		assertAudited("SESSION_REVOKED", APPID, this.sub, this.sid, null);
	}

	@Test
	void endWhenSidHasBlanksAroundItThenNotFoundOrTheSameSession() {
		Answer answer = this.api.delete("/sessions/" + this.sid + "%20");

		// What a database takes for equal is one session, under its one name.
		if (answer.status() == 204) {
			assertEnded(this.login);
			Awaitility.await().untilAsserted(() -> assertThat(revoked("sid")).contains(digest(this.sid)));
			assertAudited("SESSION_REVOKED", APPID, this.sub, this.sid, null);
		}
		else {
			assertProblem(answer, 404);
		}
	}

	@Test
	void endWhenAllOfUserThenEverywhereAndUserMayLogInAgain() throws Exception {
		Answer other = this.provider.login(OTHER_APPID, this.person);
		double changes = changes("user_sessions_revoked");

		assertThat(this.api.delete("/users/" + this.sub + "/sessions?reason=lost").status()).isEqualTo(204);

		assertEnded(this.login);
		assertEnded(other);
		Awaitility.await().untilAsserted(() -> assertThat(revoked("sub")).contains(digest(this.sub)));
		assertThat(revoked("sid")).doesNotContain(digest(this.sid), digest(claim(other, "sid")));
		assertAudited("USER_SESSIONS_REVOKED", null, this.sub, null, "lost");
		assertThat(changes("user_sessions_revoked")).isEqualTo(changes + 1);
		Answer again = this.provider.login(APPID, this.person);
		assertThat(introspect(again).json().required("active").asBoolean()).isTrue();
		assertThat(refresh(again)).grantsTokens();
	}

	@Test
	void endWhenAllOfClientThenEverywhereAndOfThatClientOnly() {
		Answer other = this.provider.login(OTHER_APPID, this.person);
		Answer service = this.provider.token(Form.grant("client_credentials").as(SERVICE, SERVICE_SECRET));
		long before = this.jdbc.queryForObject("SELECT COALESCE(MAX(id), 0) FROM audit_event", Long.class);

		assertThat(this.api.delete("/clients/" + APPID + "/sessions?reason=leaked").status()).isEqualTo(204);
		assertThat(this.api.delete("/clients/" + SERVICE + "/sessions").status()).isEqualTo(204);

		assertEnded(this.login);
		assertThat(introspect(other).json().required("active").asBoolean()).isTrue();
		Awaitility.await().untilAsserted(() -> assertThat(introspect(service).body()).isEqualTo("{\"active\":false}"));
		assertThat(this.jdbc
			.queryForList("SELECT type, actor, client_id, reason FROM audit_event WHERE id > ? ORDER BY id", before))
			.containsExactly(row("CLIENT_SESSIONS_REVOKED", AdminApi.CLIENT, APPID, "leaked"),
					row("CLIENT_SESSIONS_REVOKED", AdminApi.CLIENT, SERVICE, null));
		// Services are told to refuse what requests that were under way may have signed.
		assertThat(this.provider.login(APPID, this.person)).grantsTokens();
	}

	@ParameterizedTest
	@ValueSource(strings = { "nobody", "WX1234567890ABCDEF", APPID + "%20", "%20" })
	void endWhenClientIsUnknownThenNotFound(String clientId) {
		assertProblem(this.api.delete("/clients/" + clientId + "/sessions"), 404);
		assertThat(introspect(this.login).json().required("active").asBoolean()).isTrue();
	}

	@Test
	void endWhenClientIsDisabledThenItsSessionsAreFoundAndEnded() {
		TestProvider own = TestProvider.shared(this.database, TestProvider.CLIENTS_STAY);
		JdbcTemplate jdbc = own.bean(JdbcTemplate.class);
		jdbc.update("DELETE FROM login_session");
		String sid = claim(own.login(APPID, this.person), "sid");
		jdbc.update("UPDATE client SET enabled = FALSE WHERE client_id = ?", APPID);
		try {
			Answer listed = AdminApi.of(own).get("/sessions?client=" + APPID);

			assertThat(sids(listed)).containsExactly(sid);
			assertThat(listed.json().at("/items/0/status").asString()).isEqualTo("ended");
			assertThat(listed.json().at("/items/0").has("ended_at")).isFalse();
			assertThat(AdminApi.of(own).delete("/clients/" + APPID + "/sessions").status()).isEqualTo(204);
		}
		finally {
			jdbc.update("UPDATE client SET enabled = TRUE WHERE client_id = ?", APPID);
			own.bean(Clients.class).reload();
		}
	}

	@Test
	void disableWhenUserIsActiveThenLockedOutUntilEnabled() {
		Answer other = this.provider.login(OTHER_APPID, this.person);
		double changes = changes("user_disabled");

		Answer answer = this.api.post("/users/" + this.sub + "/disable", REASON);

		assertThat(answer.status()).isEqualTo(204);
		assertThat(answer.body()).isEmpty();
		assertThat(this.api.get("/users/" + this.sub).text("status")).isEqualTo("disabled");
		assertEnded(this.login);
		assertEnded(other);
		assertThat(this.provider.login(APPID, this.person)).isRefused(400, "access_denied");
		Awaitility.await().untilAsserted(() -> assertThat(revoked("sub")).contains(digest(this.sub)));
		assertThat(changes("user_disabled")).isEqualTo(changes + 1);

		assertThat(this.api.post("/users/" + this.sub + "/disable", REASON).status()).isEqualTo(204);
		assertThat(this.api.post("/users/" + this.sub + "/enable", "{\"reason\":\"cleared\"}").status()).isEqualTo(204);
		assertThat(this.api.post("/users/" + this.sub + "/enable", REASON).status()).isEqualTo(204);

		assertThat(this.api.get("/users/" + this.sub).text("status")).isEqualTo("active");
		assertThat(this.provider.login(APPID, this.person)).grantsTokens();
		assertEnded(this.login);
		assertThat(this.jdbc.queryForList(
				"SELECT type, actor, client_id, reason FROM audit_event WHERE sub = ? AND actor = 'admin-cli' ORDER BY id",
				this.sub))
			.containsExactly(row("USER_DISABLED", AdminApi.CLIENT, null, "reported by customer service"),
					row("USER_ENABLED", AdminApi.CLIENT, null, "cleared"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "disable", "enable" })
	void changeWhenAccountIsClosedThenConflict(String change) {
		this.jdbc.update("UPDATE users SET status = 'CLOSED' WHERE sub = ?", this.sub);

		assertProblem(this.api.post("/users/" + this.sub + "/" + change, REASON), 409);

		assertThat(this.api.get("/users/" + this.sub).text("status")).isEqualTo("closed");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"reason\":null}", "{\"reason\":\"\"}", "{\"reason\":\" \"}",
			"{\"reason\":\"a\\nb\"}", "{\"reason\":\"a\\u0000\"}", "{\"reason\":\"a\\u009B31m\"}",
			"{\"reason\":\"a\\u202Eb\"}", "{\"reason\":{}}", "{\"reason\":[\"x\"]}", "{\"Reason\":\"x\"}", "LONG" })
	void changeWhenReasonIsNoGoodThenNamed(String body) {
		String json = "LONG".equals(body) ? "{\"reason\":\"" + "x".repeat(201) + "\"}" : body;

		Answer answer = this.api.post("/users/" + this.sub + "/disable", json);

		assertProblem(answer, 400);
		assertThat(answer.text("detail")).contains("reason");
		assertThat(this.api.get("/users/" + this.sub).text("status")).isEqualTo("active");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "null", "[]", "\"x\"", "{", "{\"reason\":\"x\"", "{\"reason\":\"x\"} x",
			"{'reason':'x'}" })
	void changeWhenBodyIsNoJsonObjectThenBadRequest(String body) {
		assertProblem(this.api.post("/users/" + this.sub + "/disable", body), 400);
		assertThat(this.api.get("/users/" + this.sub).text("status")).isEqualTo("active");
	}

	@Test
	void changeWhenReasonIsAsLongAsMayBeThenKept() {
		String reason = "因".repeat(200);

		assertThat(this.api.post("/users/" + this.sub + "/disable", "{\"reason\":\"" + reason + "\",\"ticket\":1}")
			.status()).isEqualTo(204);

		assertAudited("USER_DISABLED", null, this.sub, null, reason);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/sessions/SID", "/users/SUB/sessions", "/clients/" + APPID + "/sessions" })
	void endWhenReasonIsNoGoodThenNamedAndNothingEnds(String path) {
		String target = path.replace("SID", this.sid).replace("SUB", this.sub);

		for (String reason : List.of("x".repeat(201), "a%0Ab")) {
			Answer answer = this.api.delete(target + "?reason=" + reason);

			assertProblem(answer, 400);
			assertThat(answer.text("detail")).contains("reason");
		}
		assertThat(introspect(this.login).json().required("active").asBoolean()).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "DELETE, /sessions/" + UNKNOWN, "DELETE, /users/" + UNKNOWN + "/sessions",
			"POST, /users/" + UNKNOWN + "/disable", "POST, /users/" + UNKNOWN + "/enable" })
	void changeWhenThereIsNoSuchThenNotFound(String method, String path) {
		assertProblem(this.api.send(method, path, HttpRequest.BodyPublishers.ofString(REASON)), 404);
	}

	@ParameterizedTest
	@CsvSource({ "POST, /sessions, GET", "DELETE, /sessions, GET", "PUT, /sessions/x, 'GET,DELETE'",
			"GET, /staff/import, 'DELETE,POST'", "POST, /staff, 'GET,PUT'", "PATCH, /users/x, GET",
			"DELETE, /users/x/disable, POST", "POST, /users/x/sessions, DELETE", "POST, /clients/x/sessions, DELETE" })
	void callWhenMethodIsAnotherThenNotAllowed(String method, String path, String allowed) {
		Answer answer = this.api.send(method, path, HttpRequest.BodyPublishers.ofString(REASON));

		assertProblem(answer, 405);
		assertThat(answer.header("Allow").split(", ?|,")).containsExactlyInAnyOrder(allowed.split(","));
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/plain", "application/x-www-form-urlencoded", "application/xml", "application/yaml",
			"nonsense" })
	void changeWhenBodyHasAnotherTypeThenUnsupported(String contentType) {
		Answer answer = this.provider.send(this.provider.request("/admin/api/users/" + this.sub + "/disable")
			.header("Authorization", "Bearer " + AdminApi.token(this.provider, "admin.write"))
			.header("Content-Type", contentType)
			.POST(HttpRequest.BodyPublishers.ofString(REASON)));

		assertProblem(answer, 415);
		assertThat(answer.body()).doesNotContain(contentType);
	}

	@Test
	void getWhenUserThenStatusAndAge() {
		Answer answer = this.api.get("/users/" + this.sub);

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json().propertyNames()).containsExactlyInAnyOrder("sub", "status", "roles", "granted_roles",
				"created_at");
		assertThat(answer.json().required("roles").toString()).isEqualTo("[\"USER\"]");
		assertThat(answer.text("sub")).isEqualTo(this.sub);
		assertThat(answer.text("status")).isEqualTo("active");
		assertThat(instant(answer.json(), "created_at")).isBeforeOrEqualTo(this.provider.clock().instant());
	}

	@Test
	void callWhenLoggedThenNeitherOpenidsNorTokensNorReasons() {
		String openid = claim(this.login, "openid");
		String token = AdminApi.token(this.provider, "admin.read admin.write");
		AdminApi admin = AdminApi.with(this.provider, token);
		try (Logs logs = new Logs()) {
			admin.get("/sessions?appid=" + APPID + "&openid=" + openid);
			admin.get("/sessions?appid=" + APPID + "&openid=" + openid + "&size=x");
			admin.get("/sessions?openid=" + openid);
			admin.get("/sessions?appid=" + APPID + "&openid=nobody" + openid);
			admin.delete("/sessions/" + this.sid + "?reason=confidential");
			admin.post("/users/" + this.sub + "/disable", "{\"reason\":\"confidential\"}");
			admin.post("/users/" + this.sub + "/disable", "{\"reason\":\"confidential\"");

			assertThat(logs.lines()).isNotEmpty()
				.noneMatch((line) -> line.contains(openid) || line.contains(token) || line.contains("confidential"));
		}
	}

	private Answer refresh(Answer tokens) {
		return this.provider.token(Form.refresh(claim(tokens, "client_id"), tokens.refreshToken()));
	}

	private Answer introspect(Answer tokens) {
		return this.provider.introspect(about(tokens));
	}

	private static Form about(Answer tokens) {
		return Form.about(tokens.accessToken()).as(AdminApi.CLIENT, "admin-cli-secret");
	}

	private double changes(String type) {
		return this.provider.bean(MeterRegistry.class).counter("wegrant.admin.changes", "type", type).count();
	}

	private List<String> revoked(String type) throws Exception {
		String feed = this.provider.send(this.provider.request("/oauth2/revocations")).body();
		JsonNode entries = new JsonMapper().readTree(JWSObject.parse(feed).getPayload().toString()).required("entries");
		List<String> values = new ArrayList<>();
		entries.forEach((entry) -> {
			if (type.equals(entry.required("type").asString())) {
				values.add(entry.required("value").asString());
			}
		});
		return values;
	}

	private void assertEnded(Answer tokens) {
		assertThat(refresh(tokens)).isRefused(400, "invalid_grant");
		assertThat(introspect(tokens).body()).isEqualTo("{\"active\":false}");
	}

	private void assertAudited(String type, String clientId, String sub, String sid, String reason) {
		List<Map<String, Object>> rows = this.jdbc
			.queryForList("SELECT type, actor, client_id, sid, reason FROM audit_event WHERE sub = ? ORDER BY id", sub);
		assertThat(rows).hasSize(1);
		assertThat(rows.get(0)).containsEntry("type", type)
			.containsEntry("actor", AdminApi.CLIENT)
			.containsEntry("client_id", clientId)
			.containsEntry("sid", sid)
			.containsEntry("reason", reason);
	}

	private void assertShowsNoSecret(Answer answer) {
		assertThat(answer.body()).doesNotContain(this.login.refreshToken(), this.login.accessToken(), APP_SECRET,
				"session_key", "token");
	}

	private static void assertPage(Answer answer, List<String> sids, int page, int size, boolean more) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(sids(answer)).isEqualTo(sids);
		assertThat(answer.json().required("page").asInt()).isEqualTo(page);
		assertThat(answer.json().required("size").asInt()).isEqualTo(size);
		assertThat(answer.json().required("more").asBoolean()).isEqualTo(more);
	}

	private static void assertProblem(Answer answer, int status) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(status);
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
		assertThat(answer.json().required("status").asInt()).isEqualTo(status);
		assertThat(answer.json().propertyNames()).isSubsetOf("type", "title", "status", "detail", "instance");
	}

	private static List<String> sids(Answer answer) {
		List<String> sids = new ArrayList<>();
		answer.json().required("items").forEach((item) -> sids.add(item.required("sid").asString()));
		return sids;
	}

	private static Map<String, Object> row(Object type, Object actor, Object clientId, Object reason) {
		Map<String, Object> row = new HashMap<>();
		row.put("type", type);
		row.put("actor", actor);
		row.put("client_id", clientId);
		row.put("reason", reason);
		return row;
	}

	private static Instant instant(JsonNode item, String name) {
		assertThat(item.required(name).asString()).endsWith("Z");
		return Instant.parse(item.required(name).asString());
	}

	private static String claim(Answer tokens, String name) {
		return tokens.claims().required(name).asString();
	}

	private static String digest(String name) throws Exception {
		byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
		return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(sha256, 16));
	}

}
