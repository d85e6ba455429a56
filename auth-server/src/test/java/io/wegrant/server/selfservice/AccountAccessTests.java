package io.wegrant.server.selfservice;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.wegrant.server.Answer;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.Statements;
import io.wegrant.server.TestProvider;
import io.wegrant.server.accounts.Sub;
import io.wegrant.server.accounts.Users;

import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.SERVICE;
import static io.wegrant.server.TestProvider.SERVICE_SECRET;
import static io.wegrant.server.TestProvider.WECHAT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which tokens the account API and {@code /userinfo} take.
 */
class AccountAccessTests {

	private static final String USERINFO = "/userinfo";

	private final TestProvider provider = TestProvider.shared(Database.H2);

	private final String person = "person-" + UUID.randomUUID();

	@ParameterizedTest
	@CsvSource({ "GET, /userinfo", "POST, /userinfo", "PUT, /account/profile", "PUT, /account/avatar",
			"DELETE, /account/avatar", "GET, /account/sessions", "DELETE, /account/sessions/x",
			"POST, /account/logout-everywhere", "GET, /account/export", "DELETE, /account", "GET, /account/nothing" })
	@DisplayName("K03: no token is 401 without an error code")
	void callWhenThereIsNoTokenThenChallenged(String method, String path) {
		Answer answer = this.provider
			.send(this.provider.request(path).method(method, HttpRequest.BodyPublishers.noBody()));

		assertProblem(answer, 401);
		assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
		assertThat(answer.header("Cache-Control")).contains("no-store");
	}

	@Test
	@DisplayName("K03: a bearer token in the query or in a form is not looked at")
	void callWhenTokenIsNotInTheHeaderThenChallenged() {
		String token = account().accessToken();

		assertProblem(this.provider.send(this.provider.request(USERINFO + "?access_token=" + token)), 401);
		assertProblem(this.provider.send(this.provider.request(USERINFO)
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(HttpRequest.BodyPublishers.ofString("access_token=" + token))), 401);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "a.b.c", "a b", "ü" })
	@DisplayName("K03: a wrong token is 401 invalid_token")
	void callWhenTokenIsNonsenseThenRefused(String token) {
		assertRefused(AccountApi.with(this.provider, token).get(USERINFO));
	}

	@Test
	@DisplayName("R10: a refresh token is not accepted")
	void callWhenRefreshTokenThenRefused() {
		AccountApi api = AccountApi.with(this.provider, login().refreshToken());

		assertRefused(api.get(USERINFO));
		assertRefused(api.get("/account/sessions"));
		assertRefused(api.delete("/account"));
	}

	@Test
	void callWhenTokenHasExpiredThenRefused() {
		AccountApi api = AccountApi.of(this.provider, login());
		assertThat(api.get(USERINFO).status()).isEqualTo(200);

		this.provider.clock().advance(Duration.ofMinutes(10));

		assertRefused(api.get(USERINFO));
	}

	@Test
	void callWhenSessionHasEndedThenRefused() {
		Answer login = login();
		this.provider.revoke(Form.about(login.refreshToken()).with("client_id", APPID));

		assertRefused(AccountApi.of(this.provider, login).get(USERINFO));
	}

	@Test
	@DisplayName("P05: a user who is disabled cannot use the account API")
	void callWhenUserIsDisabledThenRefused() {
		Answer login = account();
		this.provider.bean(Users.class).disable(new Sub(login.claims().required("sub").asString()));

		assertRefused(AccountApi.of(this.provider, login).get("/account/export"));
		assertRefused(AccountApi.of(this.provider, login).delete("/account"));
	}

	@ParameterizedTest
	@CsvSource({ "PUT, /account/profile", "PUT, /account/avatar", "DELETE, /account/avatar", "POST, /account/phone",
			"GET, /account/sessions", "DELETE, /account/sessions/x", "POST, /account/logout-everywhere",
			"GET, /account/export", "DELETE, /account" })
	@DisplayName("K03: a token for services is 401 invalid_token, with what to ask for instead")
	void callWhenTokenIsForServicesThenRefusedAndTold(String method, String path) {
		Answer login = login();
		AccountApi service = AccountApi.of(this.provider, login);

		Answer answer = service.send(method, path, HttpRequest.BodyPublishers.noBody());

		assertRefused(answer);
		assertThat(answer.header("WWW-Authenticate"))
			.contains("ask for one with resource=" + TestProvider.ISSUER + "\"");
		assertThat(answer.text("detail")).endsWith("ask for one with resource=" + TestProvider.ISSUER);
		assertThat(service.get(USERINFO).text("sub")).isEqualTo(login.claims().required("sub").asString());
	}

	@Test
	@DisplayName("K06: a token for services costs no statement where the provider's own are taken")
	void callWhenTokenIsForServicesThenNoStatement() {
		AccountApi service = AccountApi.of(this.provider, login());

		assertThat(this.provider.bean(Statements.class).during(() -> service.delete("/account"))).isEmpty();
	}

	@Test
	void callWhenRefreshedForTheProviderThenTheAccountIsTheUsers() {
		Answer login = login();
		Answer account = this.provider
			.token(Form.refresh(APPID, login.refreshToken()).with("resource", TestProvider.ISSUER));

		AccountApi api = AccountApi.of(this.provider, account);

		assertThat(api.get(USERINFO).status()).isEqualTo(200);
		assertThat(api.get("/account/sessions").json().at("/items/0/sid")).isEqualTo(login.claims().required("sid"));
		assertThat(api.delete("/account").status()).isEqualTo(204);
		assertRefused(api.get(USERINFO));
		assertRefused(AccountApi.of(this.provider, login).get(USERINFO));
	}

	@Test
	void fetchPictureWhenTokenIsForServicesThenNobodyMinds() {
		assertThat(AccountApi.of(this.provider, login()).get("/pictures/AAAAAAAAAAAAAAAAAAAAAA").status())
			.isEqualTo(404);
	}

	@Test
	void callWhenTokenIsAServicesOwnThenForbidden() {
		String token = this.provider
			.token(Form.grant("client_credentials").as("admin-cli", "admin-cli-secret").with("scope", "admin.read"))
			.accessToken();
		String forItself = this.provider.token(Form.grant("client_credentials").as(SERVICE, SERVICE_SECRET))
			.accessToken();

		assertForbidden(AccountApi.with(this.provider, token).get(USERINFO));
		assertForbidden(AccountApi.with(this.provider, token).delete("/account"));
		assertForbidden(AccountApi.with(this.provider, forItself).get(USERINFO));
		assertRefused(AccountApi.with(this.provider, forItself).delete("/account"));
	}

	@Test
	@DisplayName("K03: too low a scope is 403 insufficient_scope")
	void callWhenScopeDoesNotCoverProfileThenForbidden() {
		Answer login = this.provider.token(Form.login(APPID, WECHAT.loginCode(APPID, this.person))
			.with("scope", "goods.read")
			.with("resource", TestProvider.ISSUER));
		AccountApi api = AccountApi.of(this.provider, login);

		assertForbidden(api.put("/account/profile", "{}"));
		assertForbidden(api.put("/account/avatar", ""));
		assertForbidden(api.delete("/account/avatar"));
		assertThat(api.get(USERINFO).json().propertyNames()).containsExactlyInAnyOrder("sub", "roles");
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "POST" })
	void describeWhenTokenIsAUsersThenWhoItIs(String method) {
		Answer login = login();

		Answer answer = AccountApi.of(this.provider, login).send(method, USERINFO, HttpRequest.BodyPublishers.noBody());

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("Content-Type")).isEqualTo("application/json");
		assertThat(answer.header("Cache-Control")).contains("no-store");
		assertThat(answer.text("sub")).isEqualTo(login.claims().required("sub").asString());
		assertThat(answer.json().required("roles").toString()).isEqualTo("[\"USER\"]");
	}

	@Test
	void callWhenDatabaseIsAwayThenUnavailable() {
		AccountApi api = AccountApi.of(this.provider, login());
		this.provider.takeDatabaseAway();
		try {
			Answer answer = api.get(USERINFO);

			assertProblem(answer, 503);
			assertThat(answer.header("Retry-After")).isEqualTo("2");
		}
		finally {
			this.provider.giveDatabaseBack();
		}
	}

	private Answer login() {
		return this.provider.login(APPID, this.person);
	}

	private Answer account() {
		return this.provider.loginToAccount(APPID, this.person);
	}

	private static void assertRefused(Answer answer) {
		assertProblem(answer, 401);
		assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer error=\"invalid_token\", error_description=");
	}

	private static void assertForbidden(Answer answer) {
		assertProblem(answer, 403);
		assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer error=\"insufficient_scope\"");
	}

	private static void assertProblem(Answer answer, int status) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(status);
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
		assertThat(answer.json().propertyNames()).isSubsetOf(List.of("type", "title", "status", "detail", "instance"));
	}

}
