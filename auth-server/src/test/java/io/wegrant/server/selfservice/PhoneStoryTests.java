package io.wegrant.server.selfservice;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

import io.wegrant.server.Answer;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.TestProvider;
import io.wegrant.server.staff.PhoneNumber;
import io.wegrant.server.staff.Phones;
import io.wegrant.simulator.directory.Person;
import io.wegrant.simulator.traffic.Fault;

import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.ISSUER;
import static io.wegrant.server.TestProvider.OTHER_APPID;
import static io.wegrant.server.TestProvider.WECHAT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A user presses the getPhoneNumber button after having logged in.
 */
@ParameterizedClass
@EnumSource(value = Database.class, names = "MYSQL")
class PhoneStoryTests {

	private static final String PHONE_PATH = "/wxa/business/getuserphonenumber";

	private final Database database;

	private final TestProvider provider;

	private final String person = "person-" + UUID.randomUUID();

	private final PhoneNumber phone;

	private final Answer login;

	PhoneStoryTests(Database database) {
		this.database = database;
		this.provider = TestProvider.shared(database);
		String national = String.format(Locale.ROOT, "137%08d", ThreadLocalRandom.current().nextInt(100_000_000));
		WECHAT.register(new Person(this.person, "86", national));
		this.phone = PhoneNumber.parse("+86" + national).orElseThrow();
		this.login = this.provider.loginToAccount(APPID, this.person);
	}

	@AfterEach
	void clearFaults() {
		WECHAT.clearFaults();
	}

	@Test
	void bindWhenCodeIsGoodThenHolderAndMaskedNumber() {
		Answer answer = bind(WECHAT.phoneCode(APPID, this.person));

		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(answer.body()).isEqualTo("{\"phone\":\"" + this.phone.masked() + "\"}");
		assertThat(this.provider.bean(Phones.class).holderOf(this.phone).orElseThrow().sub().value())
			.isEqualTo(this.login.claims().required("sub").asString());
	}

	@Test
	@DisplayName("E05: nothing is bound for a session that ends while WeChat is asked")
	void bindWhenSessionIsRevokedMeanwhileThenNothingIsBound() {
		assertNothingIsBoundIf(
				() -> this.provider.revoke(Form.about(this.login.refreshToken()).with("client_id", APPID)));
	}

	@Test
	@DisplayName("E05: nothing is bound for a user who logs out everywhere while WeChat is asked")
	void bindWhenUserLogsOutEverywhereMeanwhileThenNothingIsBound() {
		AccountApi elsewhere = AccountApi.of(this.provider, this.provider.loginToAccount(APPID, this.person));

		assertNothingIsBoundIf(() -> elsewhere.post("/account/logout-everywhere"));
	}

	@Test
	@DisplayName("C06: binding a number writes the row of the session, as its end does")
	void bindWhenCodeIsGoodThenRowOfSessionIsWritten() {
		String revision = "SELECT revision FROM login_session WHERE sid = ?";
		String sid = this.login.claims().required("sid").asString();
		JdbcTemplate jdbc = this.provider.bean(JdbcTemplate.class);
		Integer before = jdbc.queryForObject(revision, Integer.class, sid);

		assertThat(bind(WECHAT.phoneCode(APPID, this.person)).status()).isEqualTo(200);

		assertThat(jdbc.queryForObject(revision, Integer.class, sid)).isNotEqualTo(before);
	}

	private void assertNothingIsBoundIf(Supplier<Answer> end) {
		String code = WECHAT.phoneCode(APPID, this.person);
		WECHAT.fault(Fault.delay(Duration.ofSeconds(1)).times(1));
		CompletableFuture<Answer> binding = CompletableFuture.supplyAsync(() -> bind(code));
		Awaitility.await().during(Duration.ofMillis(300)).until(() -> !binding.isDone());

		assertThat(end.get().status()).isBetween(200, 204);

		assertThat(binding.join().status()).as(binding.join().body()).isEqualTo(409);
		assertThat(this.provider.bean(Phones.class).holderOf(this.phone)).isEmpty();
	}

	@Test
	void userinfoWhenNumberIsHeldThenClaimsByScope() {
		AccountApi api = AccountApi.of(this.provider, this.login);
		assertThat(api.get("/userinfo").json().has("phone_number")).isFalse();

		bind(WECHAT.phoneCode(APPID, this.person));

		JsonNode info = api.get("/userinfo").json();
		assertThat(info.required("phone_number").asString()).isEqualTo(this.phone.e164());
		assertThat(info.required("phone_number_verified").asBoolean()).isTrue();
		Answer narrow = this.provider
			.token(Form.login(APPID, WECHAT.loginCode(APPID, this.person)).with("scope", "profile"));
		assertThat(AccountApi.of(this.provider, narrow).get("/userinfo").json().has("phone_number")).isFalse();
	}

	@Test
	@DisplayName("P03: a phone code that is not the person's own fresh one binds nothing")
	void bindWhenCodeIsNoGoodThenRefused() {
		String used = WECHAT.phoneCode(APPID, this.person);
		bind(used);
		String other = "other-" + UUID.randomUUID();

		assertThat(bind(used).status()).isEqualTo(400);
		assertThat(bind(WECHAT.phoneCode(APPID, other)).status()).isEqualTo(400);
		assertThat(bind(WECHAT.phoneCode(OTHER_APPID, this.person)).status()).isEqualTo(400);
		assertThat(bind(WECHAT.loginCode(APPID, this.person)).status()).isEqualTo(400);
		assertThat(
				this.provider.bean(Phones.class).holderOf(PhoneNumber.parse(WECHAT.phoneNumber(other)).orElseThrow()))
			.isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"code\":null}", "{\"code\":\"\"}", "{\"code\":\"a b\"}", "{\"code\":{}}", "x",
			"null", "[]", "\"\"", "{\"phone\":\"+8613800000001\"}" })
	void bindWhenBodyIsNoGoodThenBadRequest(String body) {
		int calls = WECHAT.calls().size();

		Answer answer = post(this.provider, this.login.accessToken(), body);

		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
		assertThat(WECHAT.calls()).hasSize(calls);
	}

	@ParameterizedTest
	@CsvSource({ "-1, 503", "45011, 503", "48001, 500" })
	void bindWhenWechatDoesNotVouchThenProblem(int errcode, int status) {
		String code = WECHAT.phoneCode(APPID, this.person);
		WECHAT.fault(Fault.errcode(errcode).on(PHONE_PATH));

		Answer answer = bind(code);

		assertThat(answer.status()).as(answer.body()).isEqualTo(status);
		assertThat(answer.header("Retry-After").isEmpty()).isEqualTo(status != 503);
		assertThat(this.provider.bean(Phones.class).holderOf(this.phone)).isEmpty();
	}

	@Test
	void bindWhenScopeIsAnotherThenForbidden() {
		Answer narrow = this.provider.token(Form.login(APPID, WECHAT.loginCode(APPID, this.person))
			.with("scope", "profile")
			.with("resource", ISSUER));

		Answer answer = post(this.provider, narrow.accessToken(),
				"{\"code\":\"" + WECHAT.phoneCode(APPID, this.person) + "\"}");

		assertThat(answer.status()).isEqualTo(403);
		assertThat(answer.header("WWW-Authenticate")).contains("insufficient_scope");
	}

	@Test
	void bindWhenThereIsNoTokenThenUnauthorized() {
		assertThat(this.provider
			.send(this.provider.request("/account/phone")
				.header("Content-Type", "application/json")
				.POST(HttpRequest.BodyPublishers.ofString("{\"code\":\"a\"}")))
			.status()).isEqualTo(401);
	}

	@Test
	void bindWhenUserDoesTooOftenThenTooManyRequests() {
		assertTooMany(AccountApi.limited(this.database));
	}

	@Test
	void bindWhenAddressDoesTooOftenThenTooManyRequests() {
		try (TestProvider own = TestProvider.start(this.database.create(),
				"wegrant.limits.phone-codes-per-address=2")) {
			assertTooMany(own);
		}
	}

	private void assertTooMany(TestProvider limited) {
		String token = limited.loginToAccount(APPID, this.person).accessToken();
		post(limited, token, "{\"code\":\"a\"}");
		post(limited, token, "{\"code\":\"a\"}");
		int calls = WECHAT.calls().size();

		Answer answer = post(limited, token, "{\"code\":\"a\"}");

		assertThat(answer.status()).isEqualTo(429);
		assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
		assertThat(WECHAT.calls()).hasSize(calls);
	}

	private Answer bind(String code) {
		return post(this.provider, this.login.accessToken(), "{\"code\":\"" + code + "\"}");
	}

	private static Answer post(TestProvider provider, String token, String body) {
		return provider.send(provider.request("/account/phone")
			.header("Authorization", "Bearer " + token)
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body)));
	}

}
