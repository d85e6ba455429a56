package io.wegrant.endtoend;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.wegrant.endtoend.miniprogram.App;
import io.wegrant.endtoend.miniprogram.Auth;
import io.wegrant.endtoend.miniprogram.Message;
import io.wegrant.endtoend.miniprogram.Network;
import io.wegrant.endtoend.miniprogram.Outcome;
import io.wegrant.endtoend.miniprogram.Phone;
import io.wegrant.endtoend.miniprogram.Screen;
import io.wegrant.endtoend.stage.Stage;
import io.wegrant.endtoend.stage.StageExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Phones with odd names, wrong clocks and old versions of WeChat, and WeChat's DevTools.
 */
@ExtendWith(StageExtension.class)
class AuthLibraryPhonesStoryTests {

	private static final String TOKEN_ENDPOINT = "/oauth2/token";

	private static final String EMOJI = "😀";

	private final Stage stage;

	private final String person;

	private final Phone phone;

	private final String goods;

	AuthLibraryPhonesStoryTests(Stage stage) {
		this.stage = stage;
		this.person = stage.newcomer();
		this.phone = new Phone(stage, this.person);
		this.goods = stage.demoService().baseUrl() + "/goods?size=1";
	}

	@AfterEach
	void closePhone() {
		this.phone.close();
	}

	@Test
	void loginWhenDeviceLabelWouldBeCutInsideAnEmojiThenItIsCutBeforeIt() {
		assertThat(loginWithDevice("x".repeat(63) + EMOJI)).isEqualTo("x".repeat(63));
		assertThat(loginWithDevice("x".repeat(62) + EMOJI + "y")).isEqualTo("x".repeat(62) + EMOJI);
	}

	@Test
	void loginWhenDeviceLabelHasWhatTheProviderRefusesThenThatIsLeftOut() {
		assertThat(loginWithDevice("A\u0000c\nm\u0085e\u202e \u2066Phone\u2028\u200f")).isEqualTo("Acme Phone");
		assertThat(loginWithDevice("Acme " + EMOJI.charAt(0) + "Phone" + EMOJI.charAt(1))).isEqualTo("Acme Phone");
		assertThat(loginWithDevice("\u202e")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "undefined", "null", "{}", "{ brand: 'Acme' }", "{ brand: '', model: undefined }" })
	void launchWhenPhoneDoesNotSayWhatItIsThenLogsInAllTheSame(String device) {
		this.phone.give("getDeviceInfo", device);
		launch(Map.of());
		assertThat(tokenRequests()).hasSize(1);
		assertThat(tokenRequests().get(0).parameter("device")).isEqualTo(device.contains("'Acme'") ? "Acme" : "");
		assertThat(this.phone.tokens().subject()).isNotEmpty();
	}

	@Test
	void launchWhenBaseLibraryIsOldThenLogsInAndSaysWhatIsMissing() {
		this.phone.forget("getDeviceInfo", "getLaunchOptionsSync");
		this.phone.give("getSystemInfoSync", "{ brand: 'Old', model: 'Phone' }");
		this.phone.give("canIUse", "false");
		this.phone.give("getAccountInfoSync", "{ miniProgram: { appId: 'wx' } }");
		App app = launch(Map.of("simulator", this.stage.wechat().baseUrl().toString()));
		assertThat(tokenRequests()).singleElement()
			.matches((message) -> message.parameter("device").equals("Old Phone"), "names the phone");
		assertThat(this.phone.logins()).isEqualTo(1);
		Screen profile = app.open("pages/profile/profile");
		profile.on("onShow");
		assertThat(profile.data().required("canChooseAvatar").asBoolean()).isFalse();
		assertThat(profile.data().required("profile").required("sub").asString()).isNotEmpty();
	}

	@Test
	void requestWhenBaseLibraryGivesNoTaskAndKnowsNoTimeoutThenEndsAllTheSame() {
		Auth auth = this.phone.start();
		auth.logIn().outcome();
		this.phone.give("request", "undefined");
		assertThat(auth.request(this.goods).outcome().error()).isEqualTo("network_error");
	}

	@Test
	void launchWhenOpenedInMomentsThenSaysWhereToGoAndAsksNobody() {
		this.phone.give("getLaunchOptionsSync", "{ scene: 1154 }");
		App app = launch(Map.of());
		Screen goods = app.open("pages/goods/goods");
		goods.on("onShow");
		assertThat(goods.data().required("message").asString()).isEqualTo("请点“前往小程序”后再使用");
		assertThat(this.phone.logins()).isZero();
		assertThat(tokenRequests()).isEmpty();
	}

	@Test
	void loginWhenDevToolsMakeTheCodeUpThenSaysSoAndAsksNobody() {
		this.phone.makeUpCode("the code is a mock one");
		Auth auth = this.phone.start();
		Outcome outcome = auth.request(this.goods).outcome();
		assertThat(outcome.error()).isEqualTo("mock_code");
		assertThat(outcome.value().path("temporary").asBoolean()).isFalse();
		assertThat(this.phone.logins()).isEqualTo(1);
		assertThat(tokenRequests()).isEmpty();
		assertThat(auth.state()).isEqualTo("new");
	}

	@Test
	void launchWhenPersonIsAnotherThenThatOneIsLoggedIn() {
		String simulator = this.stage.wechat().baseUrl().toString();
		launch(Map.of("simulator", simulator, "person", this.person));
		String first = subjectOf(this.person);
		String other = this.stage.newcomer();
		launch(Map.of("simulator", simulator, "person", other));
		assertThat(subjectOf(other)).isNotEqualTo(first);
		launch(Map.of("simulator", simulator, "person", this.person));
		assertThat(subjectOf(this.person)).isEqualTo(first);
		assertThat(tokenRequests()).hasSize(2);
	}

	@ParameterizedTest
	@CsvSource({ "-86400", "0", "86400", "315360000" })
	void loginWhenToldToWaitUntilADateThenThePhonesClockDoesNotMatter(int seconds) {
		this.phone.adjustClock(Duration.ofSeconds(seconds));
		ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
		refuseOnce(Map.of("Date", httpDate(now), "retry-after", httpDate(now.plusSeconds(40))));
		Auth auth = this.phone.start();
		assertThat(auth.logIn().outcome().value().path("retryAfter").asInt()).isEqualTo(40);
		this.phone.adjustClock(Duration.ofSeconds(39));
		assertThat(auth.logIn().outcome().status()).isEqualTo(503);
		this.phone.adjustClock(Duration.ofSeconds(2));
		assertThat(auth.logIn().outcome().resolved()).isTrue();
		assertThat(tokenRequests()).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Wed, 21 Oct 2099 07:28:00 GMT", "Wed, 21 Oct 2015 07:28:00 GMT", "soon", "-1", "" })
	void loginWhenNobodyKnowsHowLongToWaitThenTriesAgainAsUsual(String retryAfter) {
		refuseOnce(Map.of("Retry-After", retryAfter));
		Duration before = this.phone.time();
		assertThat(this.phone.start().logIn().outcome().resolved()).isTrue();
		assertThat(this.phone.time().minus(before)).isBetween(Duration.ofMillis(500), Duration.ofMillis(1000));
	}

	private String loginWithDevice(String device) {
		this.phone.storage().put(this.phone.storageKey(), "null");
		this.phone.network().forget();
		assertThat(this.phone.start(Map.of("device", device)).logIn().outcome().resolved()).isTrue();
		return tokenRequests().get(0).parameter("device");
	}

	private void refuseOnce(Map<String, String> header) {
		this.phone.network().answer(TOKEN_ENDPOINT, 1, new Network.Substitute(503, header, """
				{"error":"temporarily_unavailable"}"""));
	}

	private static String httpDate(ZonedDateTime time) {
		return DateTimeFormatter.RFC_1123_DATE_TIME.format(time);
	}

	private String subjectOf(String somebody) {
		return this.phone.tokens(this.phone.storageKey() + "." + somebody).subject();
	}

	private App launch(Map<String, String> more) {
		Map<String, String> config = new HashMap<>(Map.of("clientId", this.stage.miniProgram().appid(), "provider",
				this.stage.provider().issuer().toString(), "service", this.stage.demoService().baseUrl().toString(),
				"simulator", "", "person", this.person));
		config.putAll(more);
		return this.phone.launch(config);
	}

	private List<Message> tokenRequests() {
		return this.phone.network().sentTo(TOKEN_ENDPOINT);
	}

}
