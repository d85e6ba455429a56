package io.wegrant.server.admin.api;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.wegrant.server.Answer;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.TestProvider;

import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.APP_SECRET;
import static io.wegrant.server.TestProvider.SERVICE;
import static io.wegrant.server.TestProvider.SERVICE_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who may call the admin API.
 */
class AdminAccessTests {

	private static final String USER = "/users/AAAAAAAAAAAAAAAAAAAAAA";

	private final TestProvider provider = TestProvider.shared(Database.H2);

	@ParameterizedTest
	@CsvSource({ "GET, /sessions", "GET, /sessions/x", "DELETE, /sessions/x", "GET, /users/x",
			"DELETE, /users/x/sessions", "POST, /users/x/disable", "POST, /users/x/enable",
			"DELETE, /clients/x/sessions", "GET, /openapi.json", "GET, /openapi.json.yaml", "PATCH, /sessions",
			"GET, /nothing", "GET, ''" })
	void callWhenThereIsNoTokenThenChallenged(String method, String path) {
		Answer answer = this.provider
			.send(this.provider.request("/admin/api" + path).method(method, HttpRequest.BodyPublishers.noBody()));

		assertProblem(answer, 401);
		assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
		assertThat(answer.header("Cache-Control")).contains("no-store");
	}

	@Test
	void callWhenTokenIsInTheUriThenNotLookedAt() {
		String token = AdminApi.token(this.provider, "admin.read");

		Answer answer = this.provider.send(this.provider.request("/admin/api" + USER + "?access_token=" + token));

		assertProblem(answer, 401);
		assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
	}

	@Test
	void callWhenTokenIsInTheBodyThenNotLookedAt() {
		String token = AdminApi.token(this.provider, "admin.write");

		assertProblem(this.provider.send(this.provider.request("/admin/api" + USER + "/disable")
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(HttpRequest.BodyPublishers.ofString("access_token=" + token))), 401);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Basic YWRtaW4tY2xpOmFkbWluLWNsaS1zZWNyZXQ=", "DPoP x", "Token x" })
	void callWhenAuthenticatedOtherwiseThenChallenged(String authorization) {
		assertProblem(
				this.provider.send(this.provider.request("/admin/api" + USER).header("Authorization", authorization)),
				401);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "a.b.c", "a b", "ü" })
	void callWhenTokenIsNonsenseThenRefused(String token) {
		assertRefused(AdminApi.with(this.provider, token).get(USER));
	}

	@Test
	void callWhenTokenWasTamperedWithThenRefused() {
		String token = AdminApi.token(this.provider, "admin.read");

		assertRefused(AdminApi.with(this.provider, token.replaceFirst("\\.[^.]*$", ".")).get(USER));
		assertRefused(AdminApi.with(this.provider, token.substring(0, token.length() - 8) + "AAAAAAAA").get(USER));
	}

	@Test
	void callWhenTokenHasExpiredThenRefused() {
		AdminApi api = AdminApi.of(this.provider);
		assertProblem(api.get(USER), 404);

		this.provider.clock().advance(Duration.ofMinutes(10));

		assertRefused(api.get(USER));
	}

	@Test
	void callWhenTokenWasRevokedThenRefused() {
		String token = AdminApi.token(this.provider, "admin.read");
		AdminApi api = AdminApi.with(this.provider, token);
		assertProblem(api.get(USER), 404);

		this.provider.revoke(Form.about(token).as(AdminApi.CLIENT, "admin-cli-secret"));

		Awaitility.await().untilAsserted(() -> assertRefused(api.get(USER)));
	}

	@Test
	void callWhenRefreshTokenThenRefused() {
		assertRefused(AdminApi.with(this.provider, this.provider.login(APPID, "alice").refreshToken()).get(USER));
	}

	@Test
	void callWhenTokenOfAServiceWithoutTheScopeThenForeign() {
		Answer service = this.provider.token(Form.grant("client_credentials").as(SERVICE, SERVICE_SECRET));

		assertRefused(AdminApi.with(this.provider, service.accessToken()).get(USER));
	}

	@Test
	void callWhenScopeIsForReadingThenNothingIsChanged() {
		AdminApi api = AdminApi.with(this.provider, AdminApi.token(this.provider, "admin.read token.revoke"));

		assertProblem(api.get(USER), 404);
		assertForbidden(api.delete("/sessions/x"));
		assertForbidden(api.delete(USER + "/sessions"));
		assertForbidden(api.delete("/clients/x/sessions"));
		assertForbidden(api.post(USER + "/disable", "{\"reason\":\"x\"}"));
		assertForbidden(api.post(USER + "/enable", "{\"reason\":\"x\"}"));
	}

	@Test
	void callWhenScopeIsForWritingThenNothingIsRead() {
		AdminApi api = AdminApi.with(this.provider, AdminApi.token(this.provider, "admin.write"));

		assertForbidden(api.get(USER));
		assertForbidden(api.get("/sessions?user=x"));
		assertForbidden(api.get("/sessions/x"));
		assertForbidden(api.get("/openapi.json"));
		assertForbidden(api.send("HEAD", USER, HttpRequest.BodyPublishers.noBody()));
		assertProblem(api.delete(USER + "/sessions"), 404);
	}

	@Test
	void callWhenScopeIsAnotherThenForbidden() {
		AdminApi api = AdminApi.with(this.provider, AdminApi.token(this.provider, "token.introspect token.revoke"));

		assertForbidden(api.get(USER));
		assertForbidden(api.delete("/sessions/x"));
	}

	@Test
	void callWhenUsersTokenHasTheScopesThenForbiddenAllTheSame() {
		try (TestProvider careless = TestProvider.start(Database.H2.create(),
				"wegrant.clients.registrations[0].appid=" + APPID,
				"wegrant.clients.registrations[0].app-secret=" + APP_SECRET,
				"wegrant.clients.registrations[0].scopes=admin.read,admin.write",
				"wegrant.clients.registrations[1].client-id=elsewhere",
				"wegrant.clients.registrations[1].client-secret=secret",
				"wegrant.clients.registrations[1].scopes=admin.read,admin.write",
				"wegrant.clients.registrations[1].resources=https://elsewhere.example")) {
			Answer login = careless.login(APPID, "alice");
			AdminApi user = AdminApi.with(careless, login.accessToken());

			assertThat(login.text("scope").split(" ")).containsExactlyInAnyOrder("admin.read", "admin.write");
			assertForbidden(user.get(USER));
			assertForbidden(user.delete(USER + "/sessions"));

			careless.revoke(Form.about(login.refreshToken()).with("client_id", APPID));
			assertRefused(user.get(USER));

			Answer elsewhere = careless.token(Form.grant("client_credentials").as("elsewhere", "secret"));
			assertThat(elsewhere.claims().required("aud").asString()).isEqualTo("https://elsewhere.example");
			assertRefused(AdminApi.with(careless, elsewhere.accessToken()).get(USER));
			Answer here = careless.token(
					Form.grant("client_credentials").as("elsewhere", "secret").with("resource", TestProvider.ISSUER));
			assertProblem(AdminApi.with(careless, here.accessToken()).get(USER), 404);
		}
	}

	@Test
	void callWhenDatabaseIsAwayThenUnavailable() {
		AdminApi api = AdminApi.of(this.provider);
		AdminApi user = AdminApi.with(this.provider, this.provider.loginToAccount(APPID, "alice").accessToken());
		this.provider.takeDatabaseAway();
		try {
			Map<String, Answer> answers = Map.of("read", api.get(USER), "change", api.delete(USER + "/sessions"),
					"token", user.get(USER));

			assertThat(answers).allSatisfy((name, answer) -> {
				assertProblem(answer, 503);
				assertThat(answer.header("Retry-After")).isEqualTo("2");
			});
		}
		finally {
			this.provider.giveDatabaseBack();
		}
	}

	private static void assertRefused(Answer answer) {
		assertProblem(answer, 401);
		assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer error=\"invalid_token\", error_description=");
	}

	private static void assertForbidden(Answer answer) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(403);
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
		assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer error=\"insufficient_scope\"");
	}

	private static void assertProblem(Answer answer, int status) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(status);
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
		assertThat(answer.json().required("status").asInt()).isEqualTo(status);
		assertThat(answer.json().propertyNames()).isSubsetOf(List.of("type", "title", "status", "detail", "instance"));
	}

}
