package io.wegrant.server;

import java.util.Locale;
import java.util.TimeZone;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static io.wegrant.server.AnswerAssert.assertThat;
import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.WECHAT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The provider makes and uses its tables wherever the machine stands. What depends on how
 * the Java runtime was started is told from end to end.
 */
@ParameterizedClass
@EnumSource(Database.class)
class LocaleStoryTests {

	private final Locale locale = Locale.getDefault();

	private final TimeZone zone = TimeZone.getDefault();

	private final Database database;

	LocaleStoryTests(Database database) {
		this.database = database;
	}

	@AfterEach
	void goHome() {
		Locale.setDefault(this.locale);
		TimeZone.setDefault(this.zone);
	}

	@ParameterizedTest
	@CsvSource({ "tr-TR, Europe/Istanbul", "ar-EG-u-nu-arab, Africa/Cairo",
			"th-TH-u-ca-buddhist-nu-thai, Asia/Bangkok" })
	@DisplayName("X07: tables, statements and errors are the same under any locale and time zone")
	void runWhenMachineIsOfAnotherPlaceThenAllWorks(String language, String zone) {
		Locale.setDefault(Locale.forLanguageTag(language));
		TimeZone.setDefault(TimeZone.getTimeZone(zone));

		try (TestProvider provider = TestProvider.start(this.database.create())) {
			Answer login = provider.token(Form.login(APPID, WECHAT.loginCode(APPID, "alice"))
				.with("phone_code", WECHAT.phoneCode(APPID, "alice"))
				.with("device", "İstanbul ٣")
				.with("resource", TestProvider.ISSUER));
			assertThat(login).grantsTokensAnd("phone");
			assertThat(login.claims().required("iat").asLong()).isBetween(
					provider.clock().instant().getEpochSecond() - 60, provider.clock().instant().getEpochSecond());
			Answer refreshed = provider
				.token(Form.refresh(APPID, login.refreshToken()).with("resource", TestProvider.ISSUER));
			assertThat(refreshed).grantsTokens();
			assertThat(provider.token(Form.login(APPID, "no-code"))).isRefused(400, "invalid_grant");

			Answer exported = ask(provider, "/account/export", refreshed);
			assertThat(exported.status()).isEqualTo(200);
			assertThat(exported.json().at("/account/created_at").asString())
				.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z");
			assertThat(exported.json().at("/sessions/0/device").asString()).isEqualTo("İstanbul ٣");
			Answer problem = ask(provider, "/account/sessions?size=0", refreshed);
			assertThat(problem.status()).isEqualTo(400);
			assertThat(problem.json().required("status").asInt()).isEqualTo(400);
		}
	}

	private static Answer ask(TestProvider provider, String path, Answer login) {
		return provider.send(provider.request(path).header("Authorization", "Bearer " + login.accessToken()));
	}

}
