package io.wegrant.server.selfservice;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
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
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.Statements;
import io.wegrant.server.TestProvider;

import static io.wegrant.server.AnswerAssert.assertThat;
import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.ISSUER;
import static io.wegrant.server.TestProvider.OTHER_APPID;
import static io.wegrant.server.TestProvider.WECHAT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A user looks where they are logged in, and logs out.
 */
@ParameterizedClass
@EnumSource(value = Database.class, names = "MYSQL")
class OwnSessionsStoryTests {

	private final TestProvider provider;

	private final JdbcTemplate jdbc;

	private final String person = "person-" + UUID.randomUUID();

	private final Answer phone;

	private final Answer tablet;

	private final AccountApi api;

	OwnSessionsStoryTests(Database database) {
		this.provider = TestProvider.shared(database);
		this.jdbc = this.provider.bean(JdbcTemplate.class);
		this.phone = this.provider.token(Form.login(APPID, WECHAT.loginCode(APPID, this.person))
			.with("device", "iPhone 15")
			.with("resource", ISSUER));
		this.provider.clock().advance(Duration.ofSeconds(1));
		this.tablet = this.provider.login(OTHER_APPID, this.person);
		this.api = AccountApi.of(this.provider, this.phone);
	}

	@Test
	void listWhenLoggedInTwiceThenBothAndWhichIsThis() {
		Answer answer = this.api.get("/account/sessions");

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("Cache-Control")).contains("no-store");
		JsonNode items = answer.json().required("items");
		assertThat(items).extracting((item) -> item.required("sid").asString())
			.containsExactly(claim(this.tablet, "sid"), claim(this.phone, "sid"));
		assertThat(items).extracting((item) -> item.required("current").asBoolean()).containsExactly(false, true);
		assertThat(items.get(1).propertyNames()).containsExactlyInAnyOrder("sid", "current", "client_id", "device",
				"scope", "created_at", "refreshed_at", "expires_at");
		assertThat(items.get(1).required("device").asString()).isEqualTo("iPhone 15");
		assertThat(items.get(0).required("client_id").asString()).isEqualTo(OTHER_APPID);
		assertThat(answer.body()).doesNotContain(claim(this.phone, "openid"), claim(this.tablet, "openid"),
				this.phone.refreshToken(), this.phone.accessToken());
	}

	@Test
	@DisplayName("a stolen token does not tell when its holder refreshes")
	void listWhenSessionWasRefreshedThenToldToTheHour() {
		Instant hour = this.provider.clock().instant().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(2));
		this.provider.clock().advance(Duration.between(this.provider.clock().instant(), hour.plusSeconds(1)));
		Answer refreshed = this.provider.token(Form.refresh(APPID, this.phone.refreshToken()).with("resource", ISSUER));
		AccountApi now = AccountApi.of(this.provider, refreshed);
		JsonNode listed = now.get("/account/sessions").json().required("items").get(1);
		JsonNode exported = now.get("/account/export").json().required("sessions").get(1);
		this.provider.clock().advance(Duration.ofMinutes(9));
		Answer again = this.provider.token(Form.refresh(APPID, refreshed.refreshToken()).with("resource", ISSUER));
		AccountApi later = AccountApi.of(this.provider, again);

		assertThat(later.get("/account/sessions").json().required("items").get(1)).isEqualTo(listed);
		assertThat(later.get("/account/export").json().required("sessions").get(1)).isEqualTo(exported);
		assertThat(List.of(listed, exported)).allSatisfy((session) -> {
			assertThat(session.required("sid").asString()).isEqualTo(claim(this.phone, "sid"));
			assertThat(Instant.parse(session.required("refreshed_at").asString())).isEqualTo(hour);
			assertThat(Instant.parse(session.required("expires_at").asString()))
				.isEqualTo(hour.plus(Duration.ofDays(30)).plus(Duration.ofHours(1)));
		});
	}

	@Test
	void listWhenPagedThenPageByPage() {
		JsonNode first = this.api.get("/account/sessions?size=1").json();
		JsonNode second = this.api.get("/account/sessions?size=1&page=1").json();

		assertThat(first.required("more").asBoolean()).isTrue();
		assertThat(second.required("more").asBoolean()).isFalse();
		assertThat(List.of(first, second)).extracting((page) -> page.at("/items/0/sid").asString())
			.containsExactly(claim(this.tablet, "sid"), claim(this.phone, "sid"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "page=-1", "size=0", "size=101", "page=x", "size=1.5" })
	void listWhenPageIsNoGoodThenBadRequest(String query) {
		assertProblem(this.api.get("/account/sessions?" + query), 400);
	}

	@Test
	void listWhenSessionsAreOverThenNotListed() {
		this.provider.revoke(Form.about(this.tablet.refreshToken()).with("client_id", OTHER_APPID));

		assertThat(this.api.get("/account/sessions").json().required("items")).hasSize(1);
		assertThat(this.provider.bean(Statements.class).during(() -> this.api.get("/account/sessions"))).hasSize(2);
	}

	@Test
	void endWhenOwnThenEnded() {
		String path = "/account/sessions/" + claim(this.tablet, "sid");

		assertThat(this.api.delete(path).status()).isEqualTo(204);
		assertThat(this.api.delete(path).status()).isEqualTo(204);

		assertEnded(this.tablet);
		assertThat(this.provider.token(Form.refresh(APPID, this.phone.refreshToken()))).grantsTokens();
		assertAudited("SESSION_REVOKED", OTHER_APPID, claim(this.tablet, "sid"));
	}

	@Test
	void endWhenItIsThisOneThenTheTokenIsNoGood() {
		assertThat(this.api.delete("/account/sessions/" + claim(this.phone, "sid")).status()).isEqualTo(204);

		assertThat(this.api.get("/account/sessions").status()).isEqualTo(401);
		assertEnded(this.phone);
	}

	@Test
	void endWhenAnothersOrUnknownThenNotFoundAndNothingEnds() {
		Answer other = this.provider.login(APPID, "other-" + this.person);

		assertProblem(this.api.delete("/account/sessions/" + claim(other, "sid")), 404);
		assertProblem(this.api.delete("/account/sessions/AAAAAAAAAAAAAAAAAAAAAA"), 404);
		assertProblem(this.api.delete("/account/sessions/x"), 404);

		assertThat(this.provider.token(Form.refresh(APPID, other.refreshToken()))).grantsTokens();
	}

	@Test
	void logOutWhenEverywhereThenEverywhere() {
		assertThat(this.api.post("/account/logout-everywhere").status()).isEqualTo(204);

		assertEnded(this.phone);
		assertEnded(this.tablet);
		assertAudited("USER_SESSIONS_REVOKED", APPID, null);
		assertThat(this.provider.login(APPID, this.person)).grantsTokens();
	}

	private void assertEnded(Answer login) {
		assertThat(this.provider.token(Form.refresh(claim(login, "client_id"), login.refreshToken()))).isRefused(400,
				"invalid_grant");
		assertThat(AccountApi.of(this.provider, login).get("/userinfo").status()).isEqualTo(401);
	}

	private void assertAudited(String type, String clientId, String sid) {
		String sub = claim(this.phone, "sub");
		List<Map<String, Object>> rows = this.jdbc
			.queryForList("SELECT type, actor, client_id, sid, reason FROM audit_event WHERE sub = ? ORDER BY id", sub);
		assertThat(rows).hasSize(1);
		assertThat(rows.get(0)).containsEntry("type", type)
			.containsEntry("actor", sub)
			.containsEntry("client_id", clientId)
			.containsEntry("sid", sid);
	}

	private static String claim(Answer login, String name) {
		return login.claims().required(name).asString();
	}

	private static void assertProblem(Answer answer, int status) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(status);
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
	}

}
