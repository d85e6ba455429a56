package io.wegrant.server.selfservice;

import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import io.micrometer.core.instrument.MeterRegistry;
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
import io.wegrant.server.Logs;
import io.wegrant.server.Statements;
import io.wegrant.server.TestProvider;
import io.wegrant.server.accounts.AccountClosing;
import io.wegrant.server.accounts.Sub;
import io.wegrant.server.accounts.Users;
import io.wegrant.server.clients.ClientId;
import io.wegrant.server.profiles.pictures.TestPictures;
import io.wegrant.server.sessions.SessionId;

import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.OTHER_APPID;
import static io.wegrant.server.TestProvider.WECHAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * A user says who they are and shows a picture.
 */
@ParameterizedClass
@EnumSource(Database.class)
class ProfileStoryTests {

	private static final String PROFILE = """
			{"nickname":"小明","gender":"male","birthdate":"1990-02-28","locale":"zh-CN",
			"address":{"formatted":"西湖区\\n杭州"},"bio":"<script>alert(1)</script>","email":"xiaoming@example.cn"}""";

	private static final String PUT_PICTURE = "/account/avatar";

	private final Database database;

	private final TestProvider provider;

	private final JdbcTemplate jdbc;

	private final String person = "person-" + UUID.randomUUID();

	private final Answer login;

	private final String sub;

	private final AccountApi api;

	ProfileStoryTests(Database database) {
		this.database = database;
		this.provider = TestProvider.shared(database);
		this.jdbc = this.provider.bean(JdbcTemplate.class);
		this.login = this.provider.loginToAccount(APPID, this.person);
		this.sub = this.login.claims().required("sub").asString();
		this.api = AccountApi.of(this.provider, this.login);
	}

	@Test
	void describeWhenNothingWasSaidThenSubAndRolesAlone() {
		assertThat(this.api.get("/userinfo").json().propertyNames()).containsExactlyInAnyOrder("sub", "roles");
	}

	@Test
	void describeWhenProfileWasPutThenStandardClaims() {
		long before = this.provider.clock().instant().getEpochSecond();
		Answer put = this.api.put("/account/profile", PROFILE);

		assertThat(put.status()).as(put.body()).isEqualTo(204);
		assertThat(put.header("Cache-Control")).contains("no-store");
		Answer info = this.api.get("/userinfo");
		assertThat(info.header("Content-Type")).isEqualTo("application/json");
		assertThat(info.header("X-Content-Type-Options")).isEqualTo("nosniff");
		JsonNode claims = info.json();
		assertThat(claims.propertyNames()).containsExactlyInAnyOrder("sub", "roles", "nickname", "gender", "birthdate",
				"locale", "address", "bio", "email", "email_verified", "updated_at");
		assertThat(info.text("nickname")).isEqualTo("小明");
		assertThat(info.text("birthdate")).isEqualTo("1990-02-28");
		assertThat(claims.at("/address/formatted").asString()).isEqualTo("西湖区\n杭州");
		assertThat(info.text("bio")).isEqualTo("<script>alert(1)</script>");
		assertThat(claims.required("email_verified").asBoolean()).isFalse();
		assertThat(claims.required("updated_at").asLong()).isBetween(before,
				this.provider.clock().instant().getEpochSecond());
		AccountApi elsewhere = AccountApi.of(this.provider, this.provider.login(OTHER_APPID, this.person));
		assertThat(elsewhere.get("/userinfo").json()).isEqualTo(claims);
	}

	@Test
	void putWhenMembersAreLeftOutThenRemoved() {
		this.api.put("/account/profile", PROFILE);

		assertThat(this.api.put("/account/profile", "{\"nickname\":\"明\",\"bio\":\"\"}").status()).isEqualTo(204);

		assertThat(this.api.get("/userinfo").json().propertyNames()).containsExactlyInAnyOrder("sub", "roles",
				"nickname", "updated_at");
	}

	@Test
	void putWhenUserinfoIsSentBackThenTheSame() {
		this.api.put("/account/profile", PROFILE);
		String info = this.api.get("/userinfo").body();

		assertThat(this.api.put("/account/profile", info).status()).isEqualTo(204);

		assertThat(this.api.get("/userinfo").body()).isEqualTo(info);
		assertThat(audited()).containsExactly("PROFILE_CHANGED");
	}

	@Test
	@DisplayName("T12: what the caller says of ids, numbers and roles has no effect")
	void putWhenIdsAreSentThenNoEffect() {
		String before = this.api.get("/userinfo").body();

		assertThat(this.api.put("/account/profile",
				"""
						{"sub":"x","openid":"o","unionid":"u","appid":"wx","phone_number":"+8613800000001","roles":["ADMIN"]}""")
			.status()).isEqualTo(204);

		assertThat(this.api.get("/userinfo").body()).isEqualTo(before);
		assertThat(audited()).isEmpty();
	}

	@Test
	void putWhenMembersAreNoGoodThenEachIsNamedAndNothingChanges() {
		this.api.put("/account/profile", PROFILE);

		Answer answer = this.api.put("/account/profile", "{\"nickname\":{\"evil\":1},\"email\":\"evil-value\"}");

		assertProblem(answer, 400);
		assertThat(answer.body()).doesNotContain("evil");
		assertThat(answer.json().required("errors").toString())
			.isEqualTo("[{\"field\":\"nickname\",\"message\":\"is a string\"},"
					+ "{\"field\":\"email\",\"message\":\"is an e-mail address\"}]");
		assertThat(this.api.get("/userinfo").text("nickname")).isEqualTo("小明");
	}

	@Test
	void putWhenBodyIsTooLargeThenRefused() {
		assertProblem(this.api.put("/account/profile", "{\"bio\":\"" + "x".repeat(20_000) + "\"}"), 413);
		assertProblem(
				this.api.send("PUT", "/account/profile", "text/plain", HttpRequest.BodyPublishers.ofString(PROFILE)),
				415);
	}

	@Test
	void putWhenStoredThenEncryptedAndNotLogged() {
		try (Logs logs = new Logs()) {
			this.api.put("/account/profile", PROFILE);
			this.api.get("/userinfo");

			byte[] document = this.jdbc.queryForObject(
					"SELECT p.document FROM profile p JOIN users u ON u.id = p.user_id WHERE u.sub = ?", byte[].class,
					this.sub);
			assertThat(new String(document, StandardCharsets.UTF_8)).doesNotContain("小明", "xiaoming", "1990");
			assertThat(logs.lines()).isNotEmpty()
				.noneMatch((line) -> line.contains("小明") || line.contains("xiaoming") || line.contains("1990-02"));
		}
	}

	@Test
	void describeWhenCountedThenOneStatementForTheTokenAndOneForEachScope() {
		this.api.put("/account/profile", PROFILE);
		Answer narrow = this.provider
			.token(Form.login(APPID, WECHAT.loginCode(APPID, this.person)).with("scope", "profile"));
		AccountApi withoutPhone = AccountApi.of(this.provider, narrow);

		assertThat(this.provider.bean(Statements.class).during(() -> withoutPhone.get("/userinfo"))).hasSize(2);
		assertThat(this.provider.bean(Statements.class).during(() -> this.api.get("/userinfo"))).hasSize(3);
	}

	@Test
	void putWhenPictureThenAnybodyMayFetchIt() {
		double changes = changes("picture_changed");

		Answer stored = putPicture("image/png", TestPictures.png());

		assertThat(stored.status()).as(stored.body()).isEqualTo(200);
		String url = stored.text("picture");
		assertThat(url).matches(TestProvider.ISSUER + "/pictures/[A-Za-z0-9_-]{22}");
		assertThat(this.api.get("/userinfo").text("picture")).isEqualTo(url);
		Answer picture = picture(url);
		assertThat(picture.status()).isEqualTo(200);
		assertThat(picture.header("Content-Type")).isEqualTo("image/png");
		assertThat(picture.header("Cache-Control")).isEqualTo("max-age=3600, public");
		assertThat(picture.header("X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(picture.header("Content-Security-Policy")).isEqualTo("default-src 'none'; sandbox");
		assertThat(picture.header("Content-Disposition")).isEqualTo("inline; filename=\"picture.png\"");
		assertThat(picture.header("Cross-Origin-Resource-Policy")).isEqualTo("cross-origin");
		assertThat(picture.header("Set-Cookie")).isEmpty();
		assertThat(picture.header("Content-Length")).isEqualTo(Integer.toString(TestPictures.png().length));
		Answer again = this.provider
			.send(this.provider.request(path(url)).header("If-None-Match", picture.header("ETag")));
		assertThat(again.status()).isEqualTo(304);
		assertThat(changes("picture_changed")).isEqualTo(changes + 1);
		assertThat(audited()).containsExactly("PICTURE_CHANGED");
	}

	@Test
	void putWhenAnotherPictureThenAnotherNameAndTheOldOneIsGone() {
		String png = putPicture("image/png", TestPictures.png()).text("picture");
		String jpeg = putPicture("application/octet-stream", TestPictures.jpegWithPlace()).text("picture");

		assertThat(jpeg).isNotEqualTo(png);
		assertThat(picture(png).status()).isEqualTo(404);
		assertThat(picture(png).header("Cache-Control")).contains("no-store");
		assertThat(picture(jpeg).header("Content-Type")).isEqualTo("image/jpeg");
		assertThat(picture(jpeg).body()).doesNotContain("West Lake");
		assertThat(picture(putPicture("image/png", TestPictures.webp()).text("picture")).header("Content-Type"))
			.isEqualTo("image/webp");
	}

	@Test
	void deleteWhenPictureThenGone() {
		String url = putPicture("image/png", TestPictures.png()).text("picture");

		assertThat(this.api.delete(PUT_PICTURE).status()).isEqualTo(204);
		assertThat(this.api.delete(PUT_PICTURE).status()).isEqualTo(204);

		assertThat(picture(url).status()).isEqualTo(404);
		assertThat(this.api.get("/userinfo").json().has("picture")).isFalse();
		assertThat(audited()).containsExactly("PICTURE_CHANGED", "PICTURE_CHANGED");
	}

	@Test
	@DisplayName("P06: a picture of 3 MB is refused, announced or not")
	void putWhenPictureIsTooLargeThenRefused() {
		byte[] large = new byte[3 * 1024 * 1024];
		System.arraycopy(TestPictures.png(), 0, large, 0, 100);

		assertProblem(putPicture("image/png", large), 413);
		assertProblem(this.api.send("PUT", PUT_PICTURE, "image/png",
				HttpRequest.BodyPublishers.ofByteArrays(List.of(large, large))), 413);
		assertThat(this.api.get("/userinfo").json().has("picture")).isFalse();
	}

	@Test
	@DisplayName("P06: a picture as large as may be is taken")
	void putWhenPictureIsAsLargeAsMayBeThenTaken() {
		byte[] padded = TestPictures.padded(512 * 1024);

		assertThat(padded).hasSize(512 * 1024);
		assertThat(putPicture("image/png", padded).status()).isEqualTo(200);
		assertThat(putPicture("image/png", TestPictures.concat(padded, new byte[1])).status()).isEqualTo(413);
	}

	@ParameterizedTest
	@ValueSource(strings = { "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "GIF89a", "<html></html>",
			"\u0089PNG\r\n\u001a\n<script>", "" })
	@DisplayName("P06: what is not a picture, or is a polyglot, is refused")
	void putWhenNotAPictureThenRefused(String content) {
		Answer answer = putPicture("image/png", TestPictures.ascii(content));

		assertProblem(answer, 415);
		assertThat(answer.body()).doesNotContain("alert", "html", "script");
		assertProblem(putPicture("image/png", TestPictures.concat(TestPictures.png(), TestPictures.ascii("PK\3\4"))),
				415);
		assertProblem(putPicture("text/html", TestPictures.png()), 415);
	}

	@ParameterizedTest
	@ValueSource(strings = { "AAAAAAAAAAAAAAAAAAAAAA", "x", "AAAAAAAAAAAAAAAAAAAAA%20", "..%2fx", "%00" })
	void getWhenThereIsNoSuchPictureThenNotFound(String name) {
		assertThat(this.provider.send(this.provider.request("/pictures/" + name)).status()).isIn(400, 404);
	}

	@Test
	void changeWhenAccountIsClosedAfterTheTokenWasCheckedThenRefused() {
		Sub closed = new Sub(this.sub);
		OwnAccount account = this.provider.bean(OwnAccount.class);
		this.provider.bean(AccountClosing.class).close(closed);

		assertThat(this.provider.bean(Users.class).claimActive(closed)).isEmpty();
		assertThat(catchThrowable(() -> account
			.removePicture(new Caller(closed, new SessionId("AAAAAAAAAAAAAAAAAAAAAA"), new ClientId(APPID)))))
			.isInstanceOf(AccountProblem.class);
	}

	@Test
	@DisplayName("one user's requests to the account API are bounded")
	void callWhenTooOftenThenTooManyRequests() {
		TestProvider limited = AccountApi.limited(this.database);
		AccountApi flooder = AccountApi.of(limited, limited.loginToAccount(APPID, this.person));
		for (int i = 0; i < 3; i++) {
			assertThat(flooder.get("/account/sessions").status()).isEqualTo(200);
		}

		Answer answer = flooder.get("/account/sessions");

		assertProblem(answer, 429);
		assertThat(Duration.ofSeconds(Long.parseLong(answer.header("Retry-After")))).isBetween(Duration.ofSeconds(1),
				Duration.ofSeconds(20));
		assertThat(answer.header("Cache-Control")).contains("no-store");
		assertThat(flooder.get("/userinfo").status()).isEqualTo(200);
		AccountApi other = AccountApi.of(limited, limited.loginToAccount(APPID, "other-" + this.person));
		assertThat(other.get("/account/sessions").status()).isEqualTo(200);
	}

	private Answer putPicture(String contentType, byte[] content) {
		return this.api.send("PUT", PUT_PICTURE, contentType, HttpRequest.BodyPublishers.ofByteArray(content));
	}

	private Answer picture(String url) {
		return this.provider.send(this.provider.request(path(url)));
	}

	private static String path(String url) {
		return url.replace(TestProvider.ISSUER, "");
	}

	private double changes(String type) {
		return this.provider.bean(MeterRegistry.class).counter("wegrant.account.changes", "type", type).count();
	}

	private List<String> audited() {
		return this.jdbc.queryForList(
				"SELECT type FROM audit_event WHERE sub = ? AND actor = sub AND client_id = ? ORDER BY id",
				String.class, this.sub, APPID);
	}

	private static void assertProblem(Answer answer, int status) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(status);
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
		assertThat(answer.header("Cache-Control")).contains("no-store");
		assertThat(answer.json().required("status").asInt()).isEqualTo(status);
	}

}
