package io.wegrant.simulator;

import java.time.Duration;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import io.wegrant.simulator.directory.Person;
import io.wegrant.simulator.traffic.Call;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(SimulatorExtension.class)
class GetUserPhoneNumberTests {

	private static final String PATH = "/wxa/business/getuserphonenumber";

	private final WechatSimulator simulator;

	private final SimulatorClient client;

	GetUserPhoneNumberTests(WechatSimulator simulator, SimulatorClient client) {
		this.simulator = simulator;
		this.client = client;
	}

	@Test
	void exchangeWhenCodeIsFreshThenAnswersNumber() {
		String code = aliceCode();
		Reply reply = exchange(code);
		assertThat(code).matches("[0-9a-f]{64}");
		assertThat(reply.contentType()).isEqualTo("application/json; encoding=utf-8");
		assertThat(reply.json().path("errcode").asInt(-1)).isZero();
		assertThat(reply.text("errmsg")).isEqualTo("ok");
		JsonNode info = reply.json().path("phone_info");
		assertThat(info.path("phoneNumber").stringValue()).isEqualTo("13800000001");
		assertThat(info.path("purePhoneNumber").stringValue()).isEqualTo("13800000001");
		assertThat(info.path("countryCode").stringValue()).isEqualTo("86");
		assertThat(info.path("watermark").path("appid").stringValue()).isEqualTo(SimulatorClient.APPID);
		assertThat(info.path("watermark").path("timestamp").isNumber()).isTrue();
		assertThat(this.simulator.calls()).filteredOn(Call::exchanged).hasSize(1);
	}

	@Test
	void exchangeWhenNumberIsForeignThenIncludesCountryCode() {
		this.simulator.register(new Person("mei", "852", "51234567"));
		JsonNode info = exchange(this.simulator.phoneCode(SimulatorClient.APPID, "mei")).json().path("phone_info");
		assertThat(info.path("phoneNumber").stringValue()).isEqualTo("85251234567");
		assertThat(info.path("purePhoneNumber").stringValue()).isEqualTo("51234567");
		assertThat(info.path("countryCode").stringValue()).isEqualTo("852");
	}

	@Test
	void exchangeWhenOpenidIsTheOwnersThenAnswersNumber() {
		String openid = this.simulator.openid(SimulatorClient.APPID, "alice");
		assertThat(exchange(aliceCode(), openid).json().has("phone_info")).isTrue();
	}

	@Test
	void exchangeWhenOpenidIsAnothersThenRefusesAndKeepsCode() {
		String code = aliceCode();
		exchange(code, this.simulator.openid(SimulatorClient.APPID, "bob")).assertRefused(40029, "invalid code");
		assertThat(exchange(code).json().has("phone_info")).isTrue();
	}

	@Test
	void exchangeWhenCodeWasUsedThenRefusesWithHint() {
		String code = aliceCode();
		exchange(code);
		Reply reply = exchange(code);
		reply.assertRefused(40029, "invalid code");
		assertThat(reply.text("errmsg")).startsWith("invalid code hint: [");
	}

	@Test
	void exchangeWhenCodeIsFiveMinutesOldThenRefuses() {
		String code = aliceCode();
		this.simulator.advanceClock(Duration.ofMinutes(5));
		exchange(code).assertRefused(40029, "invalid code");
	}

	@Test
	void exchangeWhenCodeIsForLoginThenRefuses() {
		exchange(this.simulator.loginCode(SimulatorClient.APPID, "alice")).assertRefused(40029, "invalid code");
	}

	@Test
	void exchangeWhenCodeIsOfAnotherAppThenRefuses() {
		exchange(this.simulator.phoneCode(SimulatorClient.SISTER_APPID, "alice")).assertRefused(40013, "invalid appid");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			'' | 44002 | empty post data
			code=1 | 47001 | data format error
			{} | 40097 | invalid args
			{"code":1} | 40097 | invalid args
			""")
	void exchangeWhenBodyIsWrongThenRefuses(String body, int errcode, String errmsg) {
		this.client.phoneNumber(this.client.stableToken(), body).assertRefused(errcode, errmsg);
	}

	@ParameterizedTest
	@CsvSource({ "'', 41001, access_token missing", "?access_token=, 41001, access_token missing",
			"?access_token=not%20one, 40014, invalid access_token",
			"?access_token=never_issued, 40001, 'invalid credential, access_token is invalid or not latest'" })
	void exchangeWhenTokenIsWrongThenRefuses(String query, int errcode, String errmsg) {
		this.client.post(PATH + query, "{}").assertRefused(errcode, errmsg);
	}

	@Test
	void exchangeWhenTokenIsExpiredThenRefuses() {
		String token = this.client.stableToken();
		this.simulator.advanceClock(Duration.ofHours(2));
		this.client.phoneNumber(token, "{}").assertRefused(42001, "access_token expired");
	}

	@Test
	void exchangeWhenNotPostedThenRefuses() {
		this.client.get(PATH, "access_token", this.client.stableToken()).assertRefused(43002, "require POST method");
	}

	@Test
	void exchangeWhenBodyIsChunkedThenAnswers412WithoutBody() {
		Reply reply = this.client.postChunked(PATH, "{}");
		assertThat(reply.status()).isEqualTo(412);
		assertThat(reply.bytes()).isEmpty();
	}

	private String aliceCode() {
		return this.simulator.phoneCode(SimulatorClient.APPID, "alice");
	}

	private Reply exchange(String code) {
		return this.client.phoneNumber(this.client.stableToken(),
				String.format(Locale.ROOT, "{\"code\":\"%s\"}", code));
	}

	private Reply exchange(String code, String openid) {
		return this.client.phoneNumber(this.client.stableToken(),
				String.format(Locale.ROOT, "{\"code\":\"%s\",\"openid\":\"%s\"}", code, openid));
	}

}
