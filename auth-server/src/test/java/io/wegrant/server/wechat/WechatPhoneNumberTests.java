package io.wegrant.server.wechat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.wegrant.server.Concurrently;
import io.wegrant.server.Logs;
import io.wegrant.server.MutableClock;
import io.wegrant.server.accounts.Openid;
import io.wegrant.server.clients.MiniProgram;
import io.wegrant.server.staff.PhoneNumber;
import io.wegrant.simulator.WechatSimulator;
import io.wegrant.simulator.directory.Person;
import io.wegrant.simulator.traffic.Call;
import io.wegrant.simulator.traffic.Fault;

import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.APP_SECRET;
import static io.wegrant.server.TestProvider.OTHER_APPID;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A phone code goes in, a number comes out that WeChat vouches for.
 */
class WechatPhoneNumberTests {

	private static final WechatSimulator WECHAT = WechatSimulator.start();

	private static final String TOKEN = "/cgi-bin/stable_token";

	private static final String PHONE = "/wxa/business/getuserphonenumber";

	private static final MiniProgram MINI_PROGRAM = new MiniProgram(APPID, Optional.empty(), APP_SECRET,
			Optional.empty(), Optional.empty(), Optional.empty());

	private static final PhoneProof INVALID_CODE = new PhoneProof.InvalidCode();

	private final MutableClock clock = new MutableClock();

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final WechatClient wechat = client(128);

	private final String person = "person-" + UUID.randomUUID();

	private final Openid openid;

	private final String code;

	WechatPhoneNumberTests() {
		WECHAT.reset();
		WECHAT.register(new Person(this.person, "86", "13800000003"));
		this.openid = new Openid(WECHAT.openid(APPID, this.person));
		this.code = WECHAT.phoneCode(APPID, this.person);
	}

	@AfterEach
	void closeClient() throws IOException {
		this.wechat.close();
	}

	@AfterAll
	static void closeSimulator() {
		WECHAT.close();
	}

	@Test
	void phoneNumberWhenCodeIsGoodThenVerified() {
		assertThat(exchange(this.code))
			.isEqualTo(new PhoneProof.Held(PhoneNumber.parse("+8613800000003").orElseThrow()));
		assertThat(timer("wegrant.wechat.getuserphonenumber", "verified", "none")).isEqualTo(1);
		assertThat(timer("wegrant.wechat.stabletoken", "issued", "none")).isEqualTo(1);
	}

	@Test
	void phoneNumberWhenAbroadThenCountryCodeIsNotDoubled() {
		WECHAT.register(new Person(this.person, "852", "51234567"));

		assertThat(exchange(this.code)).isEqualTo(new PhoneProof.Held(PhoneNumber.parse("+85251234567").orElseThrow()));
	}

	@Test
	void phoneNumberWhenExchangedThenWechatSeesWhatItsContractAsksFor() {
		exchange(this.code);

		Call token = calls(TOKEN).get(0);
		assertThat(token.method()).isEqualTo("POST");
		assertThat(token.query()).isNull();
		assertThat(token.bodyParameters()).containsOnlyKeys("grant_type", "appid", "secret", "force_refresh")
			.containsEntry("force_refresh", List.of("false"));
		Call phone = calls(PHONE).get(0);
		assertThat(phone.queryParameters()).containsOnlyKeys("access_token");
		assertThat(phone.bodyParameters()).containsOnlyKeys("code", "openid")
			.containsEntry("openid", List.of(this.openid.value()))
			.containsEntry("code", List.of(this.code));
		assertThat(List.of(token, phone)).allSatisfy((call) -> assertThat(call.headers()).containsKey("content-length")
			.doesNotContainKey("transfer-encoding"));
	}

	@Test
	void phoneNumberWhenCodeIsNotThisPersonsThenInvalidCode() {
		assertThat(exchange(WECHAT.phoneCode(APPID, "bob"))).isEqualTo(INVALID_CODE);
		assertThat(exchange(WECHAT.phoneCode(OTHER_APPID, this.person))).isEqualTo(INVALID_CODE);
		assertThat(exchange(WECHAT.loginCode(APPID, this.person))).isEqualTo(INVALID_CODE);
		assertThat(exchange("made-up")).isEqualTo(INVALID_CODE);
		assertThat(timer("wegrant.wechat.getuserphonenumber", "invalid_code", "none")).isEqualTo(4);
	}

	@Test
	void phoneNumberWhenCodeIsUsedThenInvalidCode() {
		exchange(this.code);

		assertThat(exchange(this.code)).isEqualTo(INVALID_CODE);
	}

	@Test
	void phoneNumberWhenCodeIsExpiredThenInvalidCode() {
		WECHAT.advanceClock(Duration.ofMinutes(6));

		assertThat(exchange(this.code)).isEqualTo(INVALID_CODE);
	}

	@Test
	@DisplayName("one code posted 20 times at once yields the number at most once")
	void phoneNumberWhenOneCodeIsUsedAtOnceThenAtMostOneSuccess() {
		List<PhoneProof> exchanges = Concurrently.run(20, (number) -> () -> exchange(this.code));

		assertThat(exchanges).filteredOn(PhoneProof.Held.class::isInstance).hasSize(1);
		assertThat(exchanges).filteredOn((each) -> !(each instanceof PhoneProof.Held)).containsOnly(INVALID_CODE);
	}

	@ParameterizedTest
	@ValueSource(ints = { 40029, 40163, 40003, 40013 })
	void phoneNumberWhenWechatDoesNotTakeTheCodeThenInvalidCode(int errcode) {
		WECHAT.fault(Fault.errcode(errcode).on(PHONE));

		assertThat(exchange(this.code)).isEqualTo(INVALID_CODE);
	}

	@ParameterizedTest
	@CsvSource({ "-1, 2", "45011, 60", "45009, 3600" })
	void phoneNumberWhenWechatIsBusyThenUnavailable(int errcode, int seconds) {
		WECHAT.fault(Fault.errcode(errcode).on(PHONE));

		assertThat(exchange(this.code)).isEqualTo(new PhoneProof.Unavailable(Duration.ofSeconds(seconds)));
		assertThat(causes()).containsExactly("errcode_" + errcode);
		assertThat(timer("wegrant.wechat.getuserphonenumber", "unavailable", "errcode_" + errcode)).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 40097, 41001, 43002, 44002, 47001, 48001, 50002, 40226, 40234, 12345, 1 })
	void phoneNumberWhenWechatAnswersAnyOtherErrorThenRefused(int errcode) {
		WECHAT.fault(Fault.errcode(errcode).on(PHONE));

		assertThat(exchange(this.code)).isEqualTo(new PhoneProof.Refused());
		assertThat(causes()).containsExactly("errcode_" + errcode);
	}

	@ParameterizedTest
	@CsvSource({ "-1, 2", "45011, 60", "45009, 3600" })
	void phoneNumberWhenWechatIsTooBusyForATokenThenUnavailable(int errcode, int seconds) {
		WECHAT.fault(Fault.errcode(errcode).on(TOKEN));

		assertThat(exchange(this.code)).isEqualTo(new PhoneProof.Unavailable(Duration.ofSeconds(seconds)));
		assertThat(causes()).containsExactly("errcode_" + errcode);
		assertThat(calls(PHONE)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 40001, 40002, 40013, 40125, 40164, 40243, 41002, 41004, 48001, 50002, 89503, 12345 })
	void phoneNumberWhenWechatRefusesATokenThenRefused(int errcode) {
		WECHAT.fault(Fault.errcode(errcode).on(TOKEN));

		assertThat(exchange(this.code)).isEqualTo(new PhoneProof.Refused());
		assertThat(causes()).containsExactly("errcode_" + errcode);
		assertThat(calls(PHONE)).isEmpty();
		assertThat(timer("wegrant.wechat.stabletoken", "refused", "errcode_" + errcode)).isEqualTo(1);
	}

	@ParameterizedTest
	@MethodSource("unreadable")
	void phoneNumberWhenWechatAnswersNonsenseThenUnavailable(Fault fault) {
		WECHAT.fault(fault.on(PHONE));

		assertThat(exchange(this.code)).isInstanceOf(PhoneProof.Unavailable.class);
		assertThat(calls(PHONE)).hasSize(1);
	}

	@ParameterizedTest
	@MethodSource("unreadable")
	void phoneNumberWhenWechatAnswersNonsenseForATokenThenUnavailable(Fault fault) {
		WECHAT.fault(fault.on(TOKEN));

		assertThat(exchange(this.code)).isInstanceOf(PhoneProof.Unavailable.class);
		assertThat(calls(TOKEN)).hasSize(1);
	}

	static Stream<Fault> unreadable() {
		return Stream.of(Fault.html(), Fault.empty(), Fault.truncate(), Fault.garbage(), Fault.reset(),
				Fault.status(500), Fault.status(502), Fault.status(412), Fault.status(302),
				Fault.body("application/json", "[]"), Fault.body("application/json", "null"),
				Fault.body("application/json", "{\"errcode\":0,\"errcode\":0}"),
				Fault.body("application/json", "{\"a\":".repeat(10_000)),
				Fault.body("application/json", "{\"x\":\"" + "x".repeat(1_000_000) + "\"}"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"errcode\":0,\"errmsg\":\"ok\"}", "{\"phone_info\":null}",
			"{\"phone_info\":\"13800000003\"}", "{\"errcode\":\"x\",\"phone_info\":{}}" })
	void phoneNumberWhenAnswerHoldsNoNumberThenFailsClosed(String body) {
		WECHAT.fault(Fault.body("application/json", body).on(PHONE));

		assertThat(exchange(this.code)).isInstanceOf(PhoneProof.Refused.class);
	}

	@ParameterizedTest
	@CsvSource({ "'', '\"13800000003\"'", "null, '\"13800000003\"'", "'\"\"', '\"13800000003\"'",
			"'\"+86\"', '\"13800000003\"'", "'\"086\"', '\"13800000003\"'", "-86, '\"13800000003\"'",
			"86.5, '\"13800000003\"'", "true, '\"13800000003\"'", "86000, '\"13800000003\"'",
			"99999999999999999999, '\"13800000003\"'", "86, 13800000003", "86, '\"\"'", "86, null", "86, '\"12\"'",
			"86, '\"138 0000 0003\"'", "86, '\"138-0000-0003\"'", "86, '\"１３８０００００００３\"'",
			"86, '\"138000000031380000\"'", "86, '\"+8613800000003\"'", "86, '[\"13800000003\"]'" })
	void phoneNumberWhenNumberIsNotDigitsThenFailsClosed(String countryCode, String number) {
		WECHAT
			.fault(Fault.body("application/json", phoneInfo(countryCode.isEmpty() ? "{}" : countryCode, number, APPID))
				.on(PHONE));

		assertThat(exchange(this.code)).isEqualTo(new PhoneProof.Refused());
		assertThat(causes()).containsExactly("no_phone_number");
	}

	@ParameterizedTest
	@ValueSource(strings = { "86", "\"86\"" })
	void phoneNumberWhenCountryCodeIsANumberOrAStringThenVerified(String countryCode) {
		WECHAT.fault(Fault.body("application/json", phoneInfo(countryCode, "\"13800000003\"", APPID)).on(PHONE));

		assertThat(exchange(this.code))
			.isEqualTo(new PhoneProof.Held(PhoneNumber.parse("+8613800000003").orElseThrow()));
	}

	@ParameterizedTest
	@ValueSource(strings = { OTHER_APPID, "WX1234567890ABCDEF", "", APPID + " " })
	void phoneNumberWhenWatermarkIsForeignThenFailsClosed(String appid) {
		WECHAT.fault(Fault.body("application/json", phoneInfo("86", "\"13800000003\"", appid)).on(PHONE));

		assertThat(exchange(this.code)).isEqualTo(new PhoneProof.Refused());
		assertThat(causes()).containsExactly("foreign_watermark");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"access_token\":\"\",\"expires_in\":7200}", "{\"access_token\":\"T\"}",
			"{\"access_token\":42,\"expires_in\":7200}", "{\"access_token\":\"T\",\"expires_in\":0}",
			"{\"access_token\":\"T\",\"expires_in\":-1}", "{\"access_token\":\"T\",\"expires_in\":\"7200\"}",
			"{\"access_token\":\"T\",\"expires_in\":1.5}", "{\"access_token\":\"T\",\"expires_in\":99999999999}" })
	void phoneNumberWhenTokenIsNotUsableThenFailsClosed(String body) {
		WECHAT.fault(Fault.body("application/json", body).on(TOKEN));

		assertThat(exchange(this.code)).isEqualTo(new PhoneProof.Refused());
		assertThat(causes()).containsExactly("no_token");
		assertThat(calls(PHONE)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { TOKEN, PHONE })
	void phoneNumberWhenWechatHangsThenUnavailableWithinTheLimit(String path) {
		WECHAT.fault(Fault.delay(Duration.ofSeconds(10)).on(path));
		long start = System.nanoTime();

		assertThat(exchange(this.code)).isEqualTo(new PhoneProof.Unavailable(Duration.ofSeconds(2)));
		assertThat(causes()).containsExactly("timeout");

		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
	}

	@Test
	@DisplayName("while WeChat hangs, of many who need a token few wait and the others are turned away")
	void phoneNumberWhenWechatHangsForATokenThenFewWait() {
		WECHAT.fault(Fault.delay(Duration.ofSeconds(10)).on(TOKEN));
		try (WechatClient narrow = client(2); Logs logs = new Logs()) {
			List<PhoneProof> exchanges = Concurrently.run(10,
					(number) -> () -> narrow.phoneNumber(MINI_PROGRAM, this.openid, this.code));

			assertThat(exchanges).hasOnlyElementsOfType(PhoneProof.Unavailable.class);
			assertThat(logs.lines()).filteredOn((line) -> line.contains("Too many wait for the access token"))
				.hasSizeGreaterThan(5);
			assertThat(calls(TOKEN)).hasSize(1);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	@DisplayName("50 threads that need a token at once ask WeChat for it once")
	void phoneNumberWhenManyNeedATokenThenAskedOnce() {
		WECHAT.fault(Fault.delay(Duration.ofMillis(200)).on(TOKEN));
		List<String> codes = codes(50);

		List<PhoneProof> exchanges = Concurrently.run(codes.size(), (number) -> () -> exchange(codes.get(number)));

		assertThat(exchanges).hasOnlyElementsOfType(PhoneProof.Held.class);
		assertThat(calls(TOKEN)).hasSize(1);
	}

	@Test
	void phoneNumberWhenTokenIsFreshThenNotAskedAgain() {
		exchange(this.code);
		this.clock.advance(Duration.ofMinutes(115));

		exchange(WECHAT.phoneCode(APPID, this.person));

		assertThat(calls(TOKEN)).hasSize(1);
	}

	@Test
	@DisplayName("a token is renewed ahead of its end; until then the old one goes on if WeChat gives none")
	void phoneNumberWhenTokenEndsSoonThenRenewedAhead() {
		exchange(this.code);
		this.clock.advance(Duration.ofMinutes(117));
		WECHAT.fault(Fault.status(502).on(TOKEN).times(1));

		assertThat(exchange(WECHAT.phoneCode(APPID, this.person))).isInstanceOf(PhoneProof.Held.class);
		assertThat(exchange(WECHAT.phoneCode(APPID, this.person))).isInstanceOf(PhoneProof.Held.class);
		assertThat(timer("wegrant.wechat.stabletoken", "unavailable", "status_502")).isEqualTo(1);

		this.clock.advance(Duration.ofSeconds(3));
		assertThat(exchange(WECHAT.phoneCode(APPID, this.person))).isInstanceOf(PhoneProof.Held.class);
		assertThat(exchange(WECHAT.phoneCode(APPID, this.person))).isInstanceOf(PhoneProof.Held.class);
		assertThat(timer("wegrant.wechat.stabletoken", "issued", "none")).isEqualTo(2);
	}

	@Test
	void phoneNumberWhenTokenHasEndedThenAnotherIsGot() {
		exchange(this.code);
		this.clock.advance(Duration.ofHours(2));

		assertThat(exchange(WECHAT.phoneCode(APPID, this.person))).isInstanceOf(PhoneProof.Held.class);
		assertThat(calls(TOKEN)).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(ints = { 300, 60, 1 })
	void phoneNumberWhenTokenLivesShortlyThenUsed(int seconds) {
		WECHAT.fault(
				Fault
					.body("application/json",
							"{\"access_token\":\"" + stableToken(false) + "\",\"expires_in\":" + seconds + "}")
					.on(TOKEN));

		assertThat(exchange(this.code)).isInstanceOf(PhoneProof.Held.class);
	}

	@Test
	@DisplayName("a token that somebody has replaced is renewed once, by the normal mode")
	void phoneNumberWhenTokenWasReplacedThenRenewedOnce() {
		exchange(this.code);
		stableToken(true);
		int before = calls(TOKEN).size();

		assertThat(exchange(WECHAT.phoneCode(APPID, this.person))).isInstanceOf(PhoneProof.Held.class);

		List<Call> renewals = calls(TOKEN).subList(before, calls(TOKEN).size());
		assertThat(renewals).singleElement()
			.satisfies((call) -> assertThat(call.bodyParameter("force_refresh")).contains("false"));
		assertThat(timer("wegrant.wechat.getuserphonenumber", "invalid_token", "none")).isEqualTo(1);
	}

	@Test
	@DisplayName("50 threads whose token was replaced renew it once between them")
	void phoneNumberWhenTokenOfManyWasReplacedThenRenewedOnce() {
		exchange(this.code);
		stableToken(true);
		int before = calls(TOKEN).size();
		List<String> codes = codes(50);

		List<PhoneProof> exchanges = Concurrently.run(codes.size(), (number) -> () -> exchange(codes.get(number)));

		assertThat(exchanges).hasOnlyElementsOfType(PhoneProof.Held.class);
		assertThat(calls(TOKEN)).hasSize(before + 1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 40001, 40014, 42001 })
	@DisplayName("a token that WeChat calls invalid and gives out again is replaced by force")
	void phoneNumberWhenNormalModeInsistsOnAnInvalidTokenThenForced(int errcode) {
		exchange(this.code);
		String next = WECHAT.phoneCode(APPID, this.person);
		WECHAT.fault(Fault.errcode(errcode).on(PHONE).times(1));

		assertThat(exchange(next)).isInstanceOf(PhoneProof.Held.class);

		assertThat(calls(TOKEN)).extracting((call) -> call.bodyParameter("force_refresh").orElseThrow())
			.containsExactly("false", "false", "true");
	}

	@Test
	@DisplayName("whatever WeChat says, a token is replaced by force once in three hours, and WeChat is not hammered")
	void phoneNumberWhenNoTokenIsTakenThenForcedOnceAndLeftAlone() {
		WECHAT.fault(Fault.errcode(40001).on(PHONE));

		for (int i = 0; i < 10; i++) {
			assertThat(exchange(this.code)).isEqualTo(new PhoneProof.Unavailable(Duration.ofSeconds(2)));
		}
		assertThat(forced()).isEqualTo(1);
		assertThat(calls(TOKEN)).hasSizeLessThanOrEqualTo(5);
		assertThat(calls(PHONE)).hasSizeLessThanOrEqualTo(4);

		WECHAT.clearFaults();
		this.clock.advance(Duration.ofSeconds(3));
		assertThat(exchange(this.code)).isInstanceOf(PhoneProof.Held.class);

		WECHAT.advanceClock(Duration.ofHours(3));
		this.clock.advance(Duration.ofHours(3));
		WECHAT.fault(Fault.errcode(40001).on(PHONE));
		exchange(this.code);
		assertThat(forced()).isEqualTo(2);
	}

	@Test
	void phoneNumberWhenWechatGaveNoTokenThenLeftAloneForAMoment() {
		WECHAT.fault(Fault.errcode(40164).on(TOKEN));
		for (int i = 0; i < 5; i++) {
			assertThat(exchange(this.code)).isEqualTo(new PhoneProof.Refused());
			assertThat(causes()).containsExactly("errcode_40164");
		}
		assertThat(calls(TOKEN)).hasSize(1);

		WECHAT.clearFaults();
		this.clock.advance(Duration.ofSeconds(3));
		assertThat(exchange(this.code)).isInstanceOf(PhoneProof.Held.class);
	}

	@Test
	void phoneNumberWhenClockIsSetBackAfterFailureThenAskedAgain() {
		WECHAT.fault(Fault.errcode(40164).on(TOKEN));
		assertThat(exchange(this.code)).isEqualTo(new PhoneProof.Refused());

		WECHAT.clearFaults();
		this.clock.advance(Duration.ofHours(-1));
		assertThat(exchange(this.code)).isInstanceOf(PhoneProof.Held.class);
	}

	@Test
	@DisplayName("while an app secret is replaced, a token is got with the one that WeChat takes")
	void phoneNumberWhenAppSecretIsReplacedThenEitherIsTried() {
		MiniProgram rotating = new MiniProgram(APPID, Optional.empty(), "not-yet-known", Optional.of(APP_SECRET),
				Optional.empty(), Optional.empty());

		assertThat(this.wechat.phoneNumber(rotating, this.openid, this.code)).isInstanceOf(PhoneProof.Held.class);
		assertThat(calls(TOKEN)).hasSize(2);

		this.clock.advance(Duration.ofHours(2));
		assertThat(this.wechat.phoneNumber(rotating, this.openid, WECHAT.phoneCode(APPID, this.person)))
			.isInstanceOf(PhoneProof.Held.class);
		assertThat(calls(TOKEN)).hasSize(3);
	}

	@Test
	void phoneNumberWhenTwoMiniProgramsThenEachHasItsToken() {
		MiniProgram other = new MiniProgram(OTHER_APPID, Optional.empty(), "dev-app-secret-2", Optional.empty(),
				Optional.empty(), Optional.empty());

		assertThat(exchange(this.code)).isInstanceOf(PhoneProof.Held.class);
		assertThat(this.wechat.phoneNumber(other, new Openid(WECHAT.openid(OTHER_APPID, this.person)),
				WECHAT.phoneCode(OTHER_APPID, this.person)))
			.isInstanceOf(PhoneProof.Held.class);
	}

	@Test
	void phoneNumberWhenWechatIsNotThereThenUnavailable() throws IOException {
		try (WechatClient lonely = new WechatClient(properties(URI.create("http://127.0.0.1:1")), 128, this.meters,
				this.clock)) {
			assertThat(lonely.phoneNumber(MINI_PROGRAM, this.openid, this.code))
				.isEqualTo(new PhoneProof.Unavailable(Duration.ofSeconds(2)));
		}
	}

	private PhoneProof exchange(String phoneCode) {
		try (Logs logs = new Logs()) {
			PhoneProof exchange = this.wechat.phoneNumber(MINI_PROGRAM, this.openid, phoneCode);

			assertThat(calls(PHONE)).extracting((call) -> call.queryParameter("access_token").orElseThrow())
				.allSatisfy((token) -> assertThat(String.join("\n", logs.lines())).doesNotContain(token));
			assertThat(String.join("\n", logs.lines()) + exchange).doesNotContain(this.openid.value(), phoneCode,
					APP_SECRET, "13800000003", "access_token", "secret=");
			return exchange;
		}
	}

	private List<String> codes(int count) {
		return IntStream.range(0, count).mapToObj((number) -> WECHAT.phoneCode(APPID, this.person)).toList();
	}

	private List<Call> calls(String path) {
		return WECHAT.calls().stream().filter((call) -> call.path().equals(path)).toList();
	}

	private long forced() {
		return calls(TOKEN).stream()
			.filter((call) -> call.bodyParameter("force_refresh").filter("true"::equals).isPresent())
			.count();
	}

	private long timer(String name, String outcome, String cause) {
		return this.meters.get(name).tags("outcome", outcome, "cause", cause).timer().count();
	}

	private Set<String> causes() {
		return this.meters.getMeters()
			.stream()
			.map((meter) -> meter.getId().getTag("cause"))
			.filter((cause) -> cause != null && !"none".equals(cause))
			.collect(Collectors.toSet());
	}

	private WechatClient client(int maxConcurrentCalls) {
		return new WechatClient(properties(WECHAT.baseUrl()), maxConcurrentCalls, this.meters, this.clock);
	}

	private static WechatProperties properties(URI baseUrl) {
		return new WechatProperties(baseUrl, Duration.ofSeconds(1), Duration.ofSeconds(3), null, Duration.ofSeconds(1),
				Duration.ofSeconds(10), null);
	}

	private static String phoneInfo(String countryCode, String number, String appid) {
		return "{\"errcode\":0,\"errmsg\":\"ok\",\"phone_info\":{\"phoneNumber\":\"x\",\"purePhoneNumber\":" + number
				+ ",\"countryCode\":" + countryCode + ",\"watermark\":{\"timestamp\":1,\"appid\":\"" + appid + "\"}}}";
	}

	/**
	 * Somebody else who has the app secret gets the token, or has it replaced.
	 */
	private static String stableToken(boolean force) {
		HttpRequest request = HttpRequest.newBuilder(WECHAT.baseUrl().resolve(TOKEN))
			.POST(HttpRequest.BodyPublishers.ofString("{\"grant_type\":\"client_credential\",\"appid\":\"" + APPID
					+ "\",\"secret\":\"" + APP_SECRET + "\",\"force_refresh\":" + force + "}"))
			.build();
		try {
			String body = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
			return body.replaceAll(".*\"access_token\":\"([^\"]+)\".*", "$1");
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
