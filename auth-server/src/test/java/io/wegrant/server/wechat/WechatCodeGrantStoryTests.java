package io.wegrant.server.wechat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

import io.wegrant.server.Answer;
import io.wegrant.server.Concurrently;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.TestProvider;
import io.wegrant.simulator.traffic.Call;

import static io.wegrant.server.AnswerAssert.assertThat;
import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.APP_SECRET;
import static io.wegrant.server.TestProvider.ISSUER;
import static io.wegrant.server.TestProvider.OTHER_APPID;
import static io.wegrant.server.TestProvider.RESOURCE;
import static io.wegrant.server.TestProvider.WECHAT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A mini-program's code goes in, tokens come out.
 */
@ParameterizedClass
@EnumSource(Database.class)
class WechatCodeGrantStoryTests {

	private final TestProvider provider;

	private final JdbcTemplate jdbc;

	private final String person = "person-" + UUID.randomUUID();

	WechatCodeGrantStoryTests(Database database) {
		this.provider = TestProvider.shared(database);
		this.jdbc = this.provider.bean(JdbcTemplate.class);
	}

	@AfterEach
	void clearFaults() {
		WECHAT.clearFaults();
	}

	@Test
	@DisplayName("T03, K01: a first login grants tokens with the claims of RFC 9068")
	void loginWhenFirstThenGrantsTokens() {
		Answer answer = this.provider.login(APPID, this.person);

		assertThat(answer).grantsTokens();
		assertThat(answer.joseHeader().required("typ").asString()).isEqualTo("at+jwt");
		assertThat(answer.joseHeader().required("alg").asString()).isEqualTo("ES256");
		assertThat(answer.claims().propertyNames()).containsExactlyInAnyOrder("iss", "sub", "aud", "client_id", "scope",
				"roles", "sid", "jti", "iat", "exp", "user_epoch", "client_epoch", "appid", "openid");
		assertThat(answer.claims().required("iss").asString()).isEqualTo(ISSUER);
		assertThat(answer.claims().required("aud").asString()).isEqualTo(RESOURCE);
		assertThat(answer.claims().required("client_id").asString()).isEqualTo(APPID);
		assertThat(answer.claims().required("scope").asString()).isEqualTo("appointments goods.read phone profile");
		assertThat(answer.claims().required("roles").toString()).isEqualTo("[\"USER\"]");
		assertThat(answer.claims().required("exp").asLong() - answer.claims().required("iat").asLong())
			.isEqualTo(Duration.ofMinutes(10).toSeconds());
		assertThat(answer.claims().required("appid").asString()).isEqualTo(APPID);
		assertThat(answer.claims().required("openid").asString()).isEqualTo(WECHAT.openid(APPID, this.person));
		assertThat(answer.claims().required("sub").asString()).isNotEqualTo(WECHAT.openid(APPID, this.person))
			.matches("[A-Za-z0-9_-]{22}");
	}

	@Test
	void loginWhenSecondThenSameUserInAnotherSession() {
		Answer first = this.provider.login(APPID, this.person);
		Answer second = this.provider.login(APPID, this.person);

		assertThat(sub(second)).isEqualTo(sub(first));
		assertThat(second.claims().required("sid")).isNotEqualTo(first.claims().required("sid"));
		assertThat(second.claims().required("jti")).isNotEqualTo(first.claims().required("jti"));
		assertThat(second.refreshToken()).isNotEqualTo(first.refreshToken());
	}

	@Test
	void loginWhenAnotherPersonThenAnotherUser() {
		assertThat(sub(this.provider.login(APPID, this.person + "-a")))
			.isNotEqualTo(sub(this.provider.login(APPID, this.person + "-b")));
	}

	@Test
	@DisplayName("P02: two mini-programs of one Open Platform account are one user")
	void loginWhenInSecondMiniProgramThenSameUser() {
		Answer first = this.provider.login(APPID, this.person);
		Answer second = this.provider.login(OTHER_APPID, this.person);

		assertThat(sub(second)).isEqualTo(sub(first));
		assertThat(second.claims().required("openid")).isNotEqualTo(first.claims().required("openid"));
	}

	@Test
	@DisplayName("P02: openids that differ only in case are two users")
	void loginWhenOpenidsDifferInCaseThenTwoUsers() {
		assertThat(sub(this.provider.loginAs(APPID, "oCaseA" + this.person, null)))
			.isNotEqualTo(sub(this.provider.loginAs(APPID, "oCasea" + this.person, null)));
	}

	@Test
	@DisplayName("P02: a unionid that appears late is adopted")
	void loginWhenUnionidAppearsLateThenAdopted() {
		String sub = sub(this.provider.loginAs(APPID, "oLate" + this.person, null));

		assertThat(sub(this.provider.loginAs(APPID, "oLate" + this.person, "uLate" + this.person))).isEqualTo(sub);
		assertThat(sub(this.provider.loginAs(OTHER_APPID, "oElse" + this.person, "uLate" + this.person)))
			.isEqualTo(sub);
	}

	@Test
	@DisplayName("P02: a late unionid that another user has is kept apart")
	void loginWhenLateUnionidIsAnothersThenKeptApart() {
		String owner = sub(this.provider.loginAs(OTHER_APPID, "oOwner" + this.person, "uTaken" + this.person));
		String other = sub(this.provider.loginAs(APPID, "oOther" + this.person, null));

		assertThat(sub(this.provider.loginAs(APPID, "oOther" + this.person, "uTaken" + this.person))).isEqualTo(other);
		assertThat(sub(this.provider.loginAs(OTHER_APPID, "oOwner" + this.person, "uTaken" + this.person)))
			.isEqualTo(owner)
			.isNotEqualTo(other);
	}

	@Test
	@DisplayName("P01: 200 concurrent first logins of one openid create one user")
	void loginWhenFirstIsConcurrentThenOneUser() {
		List<String> codes = IntStream.range(0, 200).mapToObj((i) -> WECHAT.loginCode(APPID, this.person)).toList();

		List<Answer> answers = Concurrently.run(codes.size(),
				(number) -> () -> this.provider.token(Form.login(APPID, codes.get(number))));

		assertThat(answers).extracting(Answer::status).containsOnly(200);
		assertThat(answers).extracting(WechatCodeGrantStoryTests::sub).containsOnly(sub(answers.get(0)));
		assertThat(this.jdbc.queryForObject(
				"SELECT COUNT(*) FROM wechat_identity i JOIN users u ON u.id = i.user_id WHERE u.sub = ?",
				Integer.class, sub(answers.get(0))))
			.isEqualTo(1);
		assertThat(this.jdbc.queryForObject(
				"SELECT COUNT(*) FROM users u WHERE u.status <> 'CLOSED' AND NOT EXISTS (SELECT 1 FROM wechat_identity i WHERE i.user_id = u.id)",
				Integer.class))
			.isZero();
	}

	@Test
	@DisplayName("P01: concurrent first logins in two mini-programs create one user")
	void loginWhenFirstIsConcurrentInTwoMiniProgramsThenOneUser() {
		List<String> appids = List.of(APPID, OTHER_APPID);
		List<String> codes = IntStream.range(0, 40)
			.mapToObj((number) -> WECHAT.loginCode(appids.get(number % 2), this.person))
			.toList();

		List<Answer> answers = Concurrently.run(codes.size(),
				(number) -> () -> this.provider.token(Form.login(appids.get(number % 2), codes.get(number))));

		assertThat(answers).extracting(Answer::status).containsOnly(200);
		assertThat(answers).extracting(WechatCodeGrantStoryTests::sub).containsOnly(sub(answers.get(0)));
	}

	@Test
	@DisplayName("T09: one code posted 50 times at once succeeds at most once")
	void loginWhenOneCodeIsPostedAtOnceThenAtMostOneSuccess() {
		String code = WECHAT.loginCode(APPID, this.person);

		List<Answer> answers = Concurrently.run(50, (number) -> () -> this.provider.token(Form.login(APPID, code)));

		assertThat(answers).filteredOn((answer) -> answer.status() == 200).hasSizeLessThanOrEqualTo(1);
		assertThat(answers).filteredOn((answer) -> answer.status() != 200)
			.allSatisfy((answer) -> assertThat(answer).isRefused(400, "invalid_grant"));
		assertThat(WECHAT.calls().stream().filter((call) -> code.equals(call.queryParameter("js_code").orElse(""))))
			.filteredOn(Call::exchanged)
			.hasSize(1);
	}

	@Test
	@DisplayName("T10: an expired, a used, a made-up and another appid's code are invalid_grant")
	void loginWhenCodeIsNoGoodThenInvalidGrant() {
		String used = WECHAT.loginCode(APPID, this.person);
		this.provider.token(Form.login(APPID, used));
		String foreign = WECHAT.loginCode(OTHER_APPID, this.person);
		String expired = WECHAT.loginCode(APPID, this.person);
		WECHAT.advanceClock(Duration.ofMinutes(6));

		assertThat(this.provider.token(Form.login(APPID, used))).isRefused(400, "invalid_grant");
		assertThat(this.provider.token(Form.login(APPID, foreign))).isRefused(400, "invalid_grant");
		assertThat(this.provider.token(Form.login(APPID, expired))).isRefused(400, "invalid_grant");
		assertThat(this.provider.token(Form.login(APPID, "made-up"))).isRefused(400, "invalid_grant");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a&secret=x", "a b", "a\nb", "a\u0000b", "\uD83D\uDE00", "a%26b", "a#b", "a/b", "微信" })
	@DisplayName("T10: a code with characters that no code has never reaches WeChat")
	void loginWhenCodeHasForbiddenCharactersThenWechatIsNotCalled(String code) {
		int calls = WECHAT.calls().size();

		assertThat(this.provider.token(Form.login(APPID, code))).isRefused(400, "invalid_request");
		assertThat(WECHAT.calls()).hasSize(calls);
	}

	@Test
	@DisplayName("T10: a code of 128 characters is passed on, one of 129 is not")
	void loginWhenCodeIsTooLongThenWechatIsNotCalled() {
		int calls = WECHAT.calls().size();

		assertThat(this.provider.token(Form.login(APPID, "x".repeat(129)))).isRefused(400, "invalid_request");
		assertThat(WECHAT.calls()).hasSize(calls);
		assertThat(this.provider.token(Form.login(APPID, "x".repeat(128)))).isRefused(400, "invalid_grant");
		assertThat(WECHAT.calls()).hasSize(calls + 1);
	}

	@Test
	@DisplayName("T10: WeChat sees exactly the parameters of its contract")
	void loginWhenExchangedThenWechatSeesItsParametersOnly() {
		String code = WECHAT.loginCode(APPID, this.person);
		this.provider.token(Form.login(APPID, code).with("secret", "x").with("js_code", "y"));

		List<Call> calls = WECHAT.calls();
		Call call = calls.get(calls.size() - 1);
		assertThat(call.method()).isEqualTo("GET");
		assertThat(call.queryParameters()).isEqualTo(Map.of("appid", List.of(APPID), "secret", List.of(APP_SECRET),
				"js_code", List.of(code), "grant_type", List.of("authorization_code")));
	}

	@Test
	@DisplayName("T12: what the caller says of the user has no effect")
	void loginWhenCallerNamesUserThenIgnored() {
		Answer alone = this.provider.login(APPID, this.person);
		Answer claimed = this.provider.token(Form.login(APPID, WECHAT.loginCode(APPID, this.person))
			.with("openid", "oSomebodyElse")
			.with("unionid", "uSomebodyElse")
			.with("phone_number", "+8613800000001")
			.with("appid", OTHER_APPID)
			.with("username", "alice"));

		assertThat(sub(claimed)).isEqualTo(sub(alone));
		assertThat(claimed.claims().required("openid")).isEqualTo(alone.claims().required("openid"));
		assertThat(claimed.claims().required("appid").asString()).isEqualTo(APPID);
		assertThat(claimed.body()).doesNotContain("SomebodyElse");
	}

	@Test
	@DisplayName("T07: scope only from the registration")
	void loginWhenScopeIsNamedThenNoMoreThanRegistered() {
		String code = WECHAT.loginCode(APPID, this.person);

		assertThat(this.provider.token(Form.login(APPID, code).with("scope", "profile admin.write"))).isRefused(400,
				"invalid_scope");
		Answer narrow = this.provider.token(Form.login(APPID, code).with("scope", "profile"));
		assertThat(narrow).grantsTokens();
		assertThat(narrow.text("scope")).isEqualTo("profile");
		assertThat(narrow.claims().required("scope").asString()).isEqualTo("profile");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://elsewhere.example", "/relative", RESOURCE + "#fragment", RESOURCE + "/", " " })
	@DisplayName("T08: an unknown resource, a relative one and one with a fragment are invalid_target")
	void loginWhenResourceIsNotRegisteredThenInvalidTarget(String resource) {
		Form form = Form.login(APPID, WECHAT.loginCode(APPID, this.person)).with("resource", resource);

		assertThat(this.provider.token(form)).isRefused(400, "invalid_target");
		assertThat(this.provider.token(form.with("resource", RESOURCE))).isRefused(400, "invalid_target");
	}

	@Test
	@DisplayName("T08: resource sets aud")
	void loginWhenResourceIsRegisteredThenAudience() {
		Answer answer = this.provider
			.token(Form.login(APPID, WECHAT.loginCode(APPID, this.person)).with("resource", RESOURCE));

		assertThat(answer.claims().required("aud").asString()).isEqualTo(RESOURCE);
	}

	@Test
	@DisplayName("T08: of two resources the one that is asked for is the audience, and a refresh cannot add the other")
	void loginWhenOneOfTwoResourcesIsAskedThenAudienceIsThatOne() {
		TestProvider other = TestProvider.shared(Database.H2, "wegrant.clients.registrations[0].appid=" + APPID,
				"wegrant.clients.registrations[0].app-secret=" + APP_SECRET,
				"wegrant.clients.registrations[0].resources=https://a.example,https://b.example");
		Answer login = other
			.token(Form.login(APPID, WECHAT.loginCode(APPID, this.person)).with("resource", "https://b.example"));

		assertThat(login.claims().required("aud").asString()).isEqualTo("https://b.example");
		assertThat(other.token(Form.refresh(APPID, login.refreshToken()).with("resource", "https://a.example")))
			.isRefused(400, "invalid_target");
	}

	@Test
	void loginWhenDeviceIsNamedThenStored() {
		String device = "iPhone 15 · 微信 8.0";
		Answer answer = this.provider
			.token(Form.login(APPID, WECHAT.loginCode(APPID, this.person)).with("device", device));

		assertThat(this.jdbc.queryForObject("SELECT device FROM login_session WHERE sid = ?", String.class,
				answer.claims().required("sid").asString()))
			.isEqualTo(device);
		assertThat(this.provider
			.token(Form.login(APPID, WECHAT.loginCode(APPID, this.person)).with("device", "x".repeat(65))))
			.isRefused(400, "invalid_request");
	}

	@Test
	void loginWhenUserIsDisabledThenAccessDeniedAndAudited() {
		String sub = sub(this.provider.login(APPID, this.person));
		this.jdbc.update("UPDATE users SET status = 'DISABLED' WHERE sub = ?", sub);

		assertThat(this.provider.login(APPID, this.person)).isRefused(400, "access_denied");
		assertThat(this.jdbc.queryForList("SELECT type FROM audit_event WHERE sub = ?", String.class, sub))
			.containsExactly("LOGIN_OF_INACTIVE_USER");
	}

	@Test
	void loginWhenRecordedThenNothingSecretIsInClearInTheDatabase() {
		Answer answer = this.provider.login(APPID, this.person);

		Set<String> tables = Set.of("mini_program", "client", "users", "wechat_identity", "union_identity",
				"login_session", "signing_key", "lookup_key");
		String dump = tables.stream()
			.flatMap((table) -> this.jdbc.queryForList("SELECT * FROM " + table).stream())
			.flatMap((row) -> row.values().stream())
			.map((value) -> (value instanceof byte[] bytes)
					? new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1) : String.valueOf(value))
			.collect(Collectors.joining("\n"));
		assertThat(dump).contains(sub(answer))
			.doesNotContain(WECHAT.sessionKey(APPID, this.person), WECHAT.openid(APPID, this.person), APP_SECRET,
					"demo-service-secret", answer.refreshToken(), answer.accessToken(), "\"d\":");
	}

	private static String sub(Answer answer) {
		return answer.claims().required("sub").asString();
	}

}
