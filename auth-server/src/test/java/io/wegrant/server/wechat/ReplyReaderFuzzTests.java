package io.wegrant.server.wechat;

import java.time.Instant;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.DisplayName;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

import io.wegrant.server.staff.PhoneNumber;

import static org.assertj.core.api.Assertions.assertThat;

class ReplyReaderFuzzTests {

	static {
		LoggingSystem.get(ReplyReaderFuzzTests.class.getClassLoader()).setLogLevel("io.wegrant", LogLevel.OFF);
	}

	private static final String APPID = "wx1234567890abcdef";

	private final ReplyReader reader = new ReplyReader();

	@FuzzTest(maxDuration = "30s")
	@DictionaryEntries({ "\"errcode\":", "\"errmsg\":", "\"openid\":", "\"unionid\":", "\"session_key\":",
			"\"phone_info\":", "\"purePhoneNumber\":", "\"countryCode\":", "\"watermark\":", "\"appid\":", APPID })
	@DisplayName("B04: whatever WeChat answers is read, and no half of an answer is a success")
	void readWhenAnyBytesThenAnswersWithoutFailing(byte[] body) {
		Reply<Exchange.Established> login = this.reader.read(WechatCall.CODE_TO_SESSION, APPID, 200, body,
				(answer) -> WechatClient.established(answer, Instant.EPOCH));
		Reply<PhoneNumber> number = this.reader.read(WechatCall.PHONE_NUMBER, APPID, 200, body,
				(answer) -> WechatClient.number(APPID, answer));

		if (login instanceof Reply.Accepted<Exchange.Established> accepted) {
			assertThat(accepted.value().openid().value()).matches("[A-Za-z0-9_-]{1,128}");
		}
		if (number instanceof Reply.Accepted<PhoneNumber> accepted) {
			assertThat(accepted.value().e164()).matches("\\+[1-9][0-9]{3,17}");
		}
	}

}
