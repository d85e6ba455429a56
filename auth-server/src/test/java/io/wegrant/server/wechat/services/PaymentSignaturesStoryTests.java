package io.wegrant.server.wechat.services;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

import io.wegrant.server.Answer;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.TestProvider;
import io.wegrant.server.accounts.Sub;
import io.wegrant.server.accounts.Users;
import io.wegrant.simulator.payment.PaymentRequest;
import io.wegrant.simulator.traffic.Call;
import io.wegrant.simulator.traffic.Fault;

import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.OTHER_APPID;
import static io.wegrant.server.TestProvider.WECHAT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A company's service has payments signed.
 */
class PaymentSignaturesStoryTests {

	private static final String SIGNATURES = "/payment-signatures";

	private final TestProvider provider = TestProvider.shared(Database.H2);

	private final ServicesApi api = ServicesApi.of(this.provider, APPID);

	private final String person = "person-" + UUID.randomUUID();

	private final Answer login = this.provider.login(APPID, this.person);

	private final String sub = this.login.claims().required("sub").asString();

	@AfterEach
	void clearFaults() {
		WECHAT.clearFaults();
	}

	@Test
	@DisplayName("W01: WeChat's client takes what was signed, byte by byte")
	void signWhenOfferIsOwnThenWechatTakesThePayment() {
		String signData = signData("{\"offerId\": \"1450000001\" , \"env\":0,\"x\":\"\\u8336 \\/ \u8336\"}");

		Answer answer = sign(signData);

		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
		assertThat(WECHAT
			.pay(new PaymentRequest(APPID, this.person, signData, "short_series_goods", answer.text("pay_signature"),
					answer.text("signature")))
			.errCode()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "[]", "null", "\"x\"", "{\"offerId\":\"1450000001\"",
			"{\"offerId\":\"1450000001\"}x", "{\"offerId\":\"1450000001\",\"offerId\":\"1450000001\"}",
			"{\"offerId\":\"1450000001\",\"env\":2}", "{\"offerId\":\"1450000001\",\"env\":\"0\"}",
			"{\"offerId\":\"1450000001\",\"env\":0.5}", "{\"offerId\":\"1450000001\",\"env\":null}",
			"{\"openid\":\"x\",\"env\":0}", "{\"offerId\":\"1450000001\",\"OfferId\":\"1\"}",
			"{\"offerId\":\"1450000001\",\"openid\":\"x\"}", "{\"offerId\":\"1450000001\",\"a\\u0000\":1}" })
	@DisplayName("W01: what is no payment is not signed, the empty text least of all")
	void signWhenDataIsNoPaymentThenRefused(String signData) {
		ServicesApi.assertProblem(sign(signData), 400, "bad_request");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"offerId\":\"1450000002\"}", "{\"offerId\":1450000001}",
			"{\"offerId\":[\"1450000001\"]}", "{\"offerId\":\"1450000001\",\"offer_id\":\"1450000002\"}" })
	void signWhenOfferIsForeignThenRefused(String signData) {
		ServicesApi.assertProblem(sign(signData), 400, "foreign_offer");
	}

	@Test
	void signWhenDataIsHalfACharacterThenRefused() {
		Answer answer = this.api.post(SIGNATURES, "application/json", BodyPublishers.ofString("{\"sub\":\"" + this.sub
				+ "\",\"sign_data\":\"{\\\"offerId\\\":\\\"1450000001\\\"," + "\\\"x\\\":\\\"\\ud800\\\"}\"}"));

		ServicesApi.assertProblem(answer, 400, "bad_request");
	}

	@Test
	void signWhenDataIsAMegabyteThenRefused() {
		Answer answer = sign(signData("{\"offerId\":\"1450000001\",\"attach\":\"" + "x".repeat(1_000_000) + "\"}"));

		assertThat(answer.status()).isEqualTo(413);
	}

	@Test
	@DisplayName("W02: nobody is signed for who is not logged in to this mini-program")
	void signWhenUserIsNotLoggedInThenRefused() {
		String elsewhere = this.provider.login(OTHER_APPID, "person-" + UUID.randomUUID())
			.claims()
			.required("sub")
			.asString();
		for (String nobody : List.of("nobody", elsewhere, "x".repeat(128), this.sub + " ", "\u8336")) {
			ServicesApi.assertProblem(sign(nobody, paid()), 404, "no_live_session");
		}
		this.provider.revoke(Form.about(this.login.refreshToken()).with("client_id", APPID));
		ServicesApi.assertProblem(sign(paid()), 404, "no_live_session");
	}

	@Test
	@DisplayName("W02: nobody is signed for who is locked out")
	void signWhenUserIsDisabledThenRefused() {
		this.provider.bean(Users.class).disable(new Sub(this.sub));

		ServicesApi.assertProblem(sign(paid()), 404, "no_live_session");
	}

	@Test
	@DisplayName("W02: a user's token signs nothing, nor does one for services, nor one without the scope")
	void signWhenTokenIsAnothersThenRefused() {
		String accountToken = this.provider.loginToAccount(APPID, this.person).accessToken();
		String forServices = this.provider
			.token(Form.grant("client_credentials").as(TestProvider.SERVICE, TestProvider.SERVICE_SECRET))
			.accessToken();
		String admin = this.provider.token(Form.grant("client_credentials").as("admin-cli", "admin-cli-secret"))
			.accessToken();

		assertThat(sign(this.api.with(accountToken)).status()).isEqualTo(403);
		assertThat(sign(this.api.with(this.login.accessToken())).status()).isEqualTo(401);
		assertThat(sign(this.api.with(forServices)).status()).isEqualTo(401);
		assertThat(sign(this.api.with(admin)).status()).isEqualTo(403);
		assertThat(sign(this.api.with("x")).status()).isEqualTo(401);
	}

	@Test
	@DisplayName("W02: a service gets the apps and jobs of its registration")
	void signWhenRegistrationHasNoSuchAppOrJobThenRefused() {
		ServicesApi.assertProblem(sign(this.api.of("wx00000000000000aa")), 404, "not_served");
		ServicesApi.assertProblem(sign(this.api.of("nothing")), 404, "not_served");
		try (TestProvider other = TestProvider.start(Database.H2.create(),
				registrations("appid=" + APPID + "|app-secret=secret", "appid=" + OTHER_APPID + "|app-secret=secret",
						"client-id=decrypts|client-secret=decrypts-secret|scopes=wechat.apps|wechat.apps=" + APPID
								+ "|wechat.jobs=decrypt"))) {
			ServicesApi decrypts = new ServicesApi(other, APPID,
					ServicesApi.token(other, "decrypts", "decrypts-secret"));
			ServicesApi.assertProblem(sign(decrypts), 403, "job_not_granted");
			ServicesApi.assertProblem(decrypts.get("/access-token"), 403, "job_not_granted");
			ServicesApi.assertProblem(decrypts.get("/api/wxa/getwxacode"), 403, "job_not_granted");
			ServicesApi.assertProblem(sign(decrypts.of(OTHER_APPID)), 404, "not_served");
		}
	}

	@Test
	@DisplayName("W03: a login elsewhere replaces the key; then a new login works")
	void signWhenKeyWasReplacedThenStaleUntilNextLogin() {
		assertThat(sign(paid()).status()).isEqualTo(200);
		WECHAT.replaceSessionKey(APPID, this.person);

		assertThat(check().body()).isEqualTo("{\"valid\":false}");
		ServicesApi.assertProblem(sign(paid()), 409, "session_key_stale");

		this.provider.login(APPID, this.person);
		assertThat(check().body()).isEqualTo("{\"valid\":true}");
		assertThat(sign(paid()).status()).isEqualTo(200);
	}

	@Test
	@DisplayName("W03: of two logins that were written in the other order WeChat says which key it takes, once")
	void signWhenLoginsWereWrittenInTheOtherOrderThenWechatDecidesOnce() {
		String before = WECHAT.sessionKey(APPID, this.person);
		WECHAT.replaceSessionKey(APPID, this.person);
		Answer second = this.provider.login(APPID, this.person);
		// The clock of the node that served the first login was ahead.
		jdbc().update("UPDATE login_session SET key_age = key_age - 9000 WHERE sid = ?",
				this.login.claims().required("sid").asString());
		assertThat(WECHAT.sessionKey(APPID, this.person)).isNotEqualTo(before);

		assertPaid();
		assertPaid();

		assertThat(checks()).isEqualTo(2);
		assertThat(jdbc().queryForObject("SELECT key_taken FROM login_session WHERE sid = ?", Boolean.class,
				second.claims().required("sid").asString()))
			.isTrue();
	}

	@Test
	@DisplayName("W03: a key that WeChat took once does not go before that of a later login")
	void signWhenEarlierKeyWasTakenThenLaterOneSigns() {
		assertThat(check().body()).isEqualTo("{\"valid\":true}");
		WECHAT.replaceSessionKey(APPID, this.person);
		assertThat(check().body()).isEqualTo("{\"valid\":false}");
		this.provider.login(APPID, this.person);
		assertThat(check().body()).isEqualTo("{\"valid\":true}");

		WECHAT.replaceSessionKey(APPID, this.person);
		this.provider.login(APPID, this.person);

		assertPaid();
		assertPaid();
	}

	@Test
	@DisplayName("W03: the key of a session that has ended is still the newest")
	void signWhenNewestSessionHasEndedThenItsKeySigns() {
		WECHAT.replaceSessionKey(APPID, this.person);
		jdbc().update("UPDATE login_session SET key_age = key_age + 120000 WHERE sid = ?",
				this.login.claims().required("sid").asString());
		Answer newest = this.provider.login(APPID, this.person);
		this.provider.revoke(Form.about(newest.refreshToken()).with("client_id", APPID));

		assertPaid();
		assertThat(checks()).isZero();
	}

	@Test
	@DisplayName("W03: where the newest login brought no key, there is none")
	void signWhenNewestLoginBroughtNoKeyThenStale() {
		jdbc().update("UPDATE login_session SET session_key = NULL WHERE sid = ?",
				this.login.claims().required("sid").asString());

		ServicesApi.assertProblem(sign(paid()), 409, "session_key_stale");
		assertThat(check().body()).isEqualTo("{\"valid\":false}");
	}

	@Test
	void checkWhenWechatIsAwayThenUnavailable() {
		WECHAT.fault(Fault.errcode(-1).on("/wxa/checksession"));

		Answer answer = check();

		ServicesApi.assertProblem(answer, 503, "wechat_unavailable");
		assertThat(answer.header("Retry-After")).isNotBlank();
	}

	@Test
	@DisplayName("W02: a call is audited by job, client and user, without its data")
	void signWhenDoneThenAudited() {
		sign(paid());

		assertThat(
				jdbc().queryForList("SELECT actor, client_id, sub, reason FROM audit_event WHERE type = ? AND sub = ?",
						"WECHAT_SERVICE_USED", this.sub))
			.containsExactly(new HashMap<>(Map.of("actor", "demo-service", "client_id", "demo-service", "sub", this.sub,
					"reason", "payment-signatures of " + APPID)));
	}

	@ParameterizedTest
	@CsvSource({ "'{}'", "'[]'", "'{\"sub\":1,\"sign_data\":\"{}\"}'", "'{\"sub\":\"x\"}'",
			"'{\"sub\":\"x\",\"sub\":\"y\",\"sign_data\":\"{}\"}'", "'{'", "''" })
	void signWhenBodyIsNoneThenRefused(String body) {
		Answer answer = this.api.post(SIGNATURES, "application/json", BodyPublishers.ofString(body));

		assertThat(answer.status()).as(answer.body()).isEqualTo(400);
	}

	private static String[] registrations(String... registrations) {
		return IntStream.range(0, registrations.length)
			.boxed()
			.flatMap((i) -> Arrays.stream(registrations[i].split("\\|"))
				.map((setting) -> "wegrant.clients.registrations[" + i + "]." + setting))
			.toArray(String[]::new);
	}

	private void assertPaid() {
		String signData = paid();
		Answer answer = sign(signData);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(WECHAT
			.pay(new PaymentRequest(APPID, this.person, signData, "short_series_goods", answer.text("pay_signature"),
					answer.text("signature")))
			.errCode()).isZero();
	}

	private long checks() {
		String openid = WECHAT.openid(APPID, this.person);
		return WECHAT.calls()
			.stream()
			.filter((call) -> call.path().equals("/wxa/checksession"))
			.map(Call::queryParameters)
			.filter((parameters) -> parameters.getOrDefault("openid", List.of()).contains(openid))
			.count();
	}

	private JdbcTemplate jdbc() {
		return this.provider.bean(JdbcTemplate.class);
	}

	private Answer check() {
		return this.api.post("/session-key-checks", Map.of("sub", this.sub));
	}

	private Answer sign(String signData) {
		return sign(this.sub, signData);
	}

	private Answer sign(String user, String signData) {
		return this.api.post(SIGNATURES, Map.of("sub", user, "sign_data", signData));
	}

	private Answer sign(ServicesApi other) {
		return other.post(SIGNATURES, Map.of("sub", this.sub, "sign_data", paid()));
	}

	private static String paid() {
		return signData("{\"offerId\":\"1450000001\"}");
	}

	private static String signData(String begin) {
		return begin.replaceFirst("}$",
				",\"buyQuantity\":1,\"currencyType\":\"CNY\",\"productId\":\"tea-membership\","
						+ "\"goodsPrice\":1990,\"outTradeNo\":\"" + UUID.randomUUID().toString().replace("-", "")
						+ "\",\"attach\":\"tea\"}");
	}

}
