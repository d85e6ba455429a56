package io.wegrant.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.wegrant.server.secrets.MasterKeyset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What stops the start, and what outlives a restart.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupTests {

	private static final String KEYSET = MasterKeyset.generate();

	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(
			strings = { "wegrant.issuer", "spring.datasource.url", "wegrant.keyset.file", "wegrant.wechat.base-url" })
	void startWhenSettingIsMissingThenStopsAndNamesIt(String property, CapturedOutput output) {
		Map<String, String> settings = production();
		settings.remove(property);

		assertThatException().isThrownBy(() -> run(settings));
		assertThat(output.getOut()).contains("APPLICATION FAILED TO START", property)
			.doesNotContain("org.springframework.beans");
	}

	@Test
	void startWhenMysqlCredentialsAreMissingThenStopsAndNamesThem(CapturedOutput output) {
		Map<String, String> settings = production();
		settings.put("spring.datasource.url", "jdbc:mysql://127.0.0.1:1/wegrant");

		assertThatException().isThrownBy(() -> run(settings));
		assertThat(output.getOut()).contains("spring.datasource.username", "spring.datasource.password");
	}

	@Test
	void startWhenMysqlIsMeantAndDatabaseIsNoneThenStopsAndNamesIt(CapturedOutput output) {
		Map<String, String> settings = production();
		settings.put("spring.profiles.active", "dev,mysql");
		settings.remove("spring.datasource.url");

		assertThatException().isThrownBy(() -> run(settings));
		assertThat(output.getOut()).contains("APPLICATION FAILED TO START", "spring.datasource.url",
				"spring.datasource.username", "spring.datasource.password");
	}

	@Test
	void startWhenAppSecretIsMissingThenStopsAndNamesIt(CapturedOutput output) {
		Map<String, String> settings = production();
		settings.put("wegrant.clients.registrations[0].appid", "wx1");

		assertThatException().isThrownBy(() -> run(settings));
		assertThat(output.getOut()).contains("wegrant.clients.registrations[0].app-secret");
	}

	@ParameterizedTest
	@CsvSource({ "push-token, no-token, 3 to 32 letters and digits",
			"encoding-aes-key, 0123456789abcdef, 43 letters and digits" })
	void startWhenPushSettingIsNoneOfWechatsThenStopsAndNamesIt(String name, String value, String reason,
			CapturedOutput output) {
		Map<String, String> settings = production();
		settings.put("wegrant.clients.registrations[0].appid", "wx1");
		settings.put("wegrant.clients.registrations[0].app-secret", "secret");
		settings.put("wegrant.clients.registrations[0].push-token", "devPushToken");
		settings.put("wegrant.clients.registrations[0]." + name, value);

		assertThatException().isThrownBy(() -> run(settings));
		assertThat(output.getOut()).contains("wegrant.clients.registrations[0]." + name, reason).doesNotContain(value);
	}

	@Test
	void startWhenPushesAreEncryptedAndNotSignedThenStopsAndNamesTheProperty(CapturedOutput output) {
		Map<String, String> settings = production();
		settings.put("wegrant.clients.registrations[0].appid", "wx1");
		settings.put("wegrant.clients.registrations[0].app-secret", "secret");
		settings.put("wegrant.clients.registrations[0].encoding-aes-key", "A".repeat(43));

		assertThatException().isThrownBy(() -> run(settings));
		assertThat(output.getOut()).contains("wegrant.clients.registrations[0].push-token").doesNotContain("AAAA");
	}

	@ParameterizedTest
	@ValueSource(strings = { "wegrant.keys.overlap=10m", "wegrant.keys.pending-period=1m",
			"wegrant.keys.rotation-interval=1h", "wegrant.keys.reload-interval=1h" })
	void startWhenKeysWouldGoBeforeTheirTokensThenStopsAndNamesTheProperty(String setting, CapturedOutput output) {
		Map<String, String> settings = production();
		settings.put(setting.split("=")[0], setting.split("=")[1]);

		assertThatException().isThrownBy(() -> run(settings));
		String named = setting.contains("reload") ? "wegrant.keys.pending-period" : setting.split("=")[0];
		assertThat(output.getOut()).contains("APPLICATION FAILED TO START",
				"for configuration property '" + named + "'", "It is at least");
	}

	@Test
	void startWhenAccessTokenAlgorithmIsNotOfferedThenStopsAndNamesIt(CapturedOutput output) {
		Map<String, String> settings = production();
		settings.put("wegrant.clients.registrations[0].client-id", "service");
		settings.put("wegrant.clients.registrations[0].client-secret", "secret");
		settings.put("wegrant.clients.registrations[0].access-token-algorithm", "PS256");

		assertThatException().isThrownBy(() -> run(settings));
		assertThat(output.getOut()).contains("wegrant.clients.registrations[0].access-token-algorithm",
				"ES256 or RS256");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://auth.example", "https://auth.example/", "https://auth.example?x", "auth.example",
			"https://auth.example/path", "https://auth.example#x" })
	void startWhenIssuerIsNoneThenStopsAndNamesIt(String issuer, CapturedOutput output) {
		Map<String, String> settings = production();
		settings.put("wegrant.issuer", issuer);

		assertThatException().isThrownBy(() -> run(settings));
		assertThat(output.getOut()).contains("wegrant.issuer");
	}

	@ParameterizedTest
	@ValueSource(strings = { "missing", "empty", "cut" })
	void startWhenKeysetFileIsNoGoodThenStopsAndSaysSo(String state, CapturedOutput output) throws Exception {
		Path file = this.directory.resolve("keyset.json");
		if (!"missing".equals(state)) {
			Files.writeString(file, "cut".equals(state) ? KEYSET.substring(0, KEYSET.length() / 2) : "");
		}
		Map<String, String> settings = production();
		settings.put("wegrant.keyset.file", file.toString());

		assertThatException().isThrownBy(() -> run(settings));
		assertThat(output.getOut()).contains("APPLICATION FAILED TO START", "keyset");
	}

	@Test
	void startWhenKeysetIsAnotherThenStopsAndSaysSo(CapturedOutput output) {
		Map<String, String> database = fileDatabase();
		TestProvider.start(database, "wegrant.keyset.value=" + KEYSET).close();

		assertThatException().isThrownBy(() -> TestProvider.start(database));
		assertThat(output.getOut()).contains("The master keyset does not open");
	}

	@Test
	void startWhenAgainThenSameKeyAndSessionsGoOn() {
		Map<String, String> database = fileDatabase();
		Answer jwks;
		Answer login;
		try (TestProvider before = TestProvider.start(database, "wegrant.keyset.value=" + KEYSET)) {
			jwks = before.send(before.request("/oauth2/jwks"));
			login = before.login(TestProvider.APPID, "alice");
		}

		try (TestProvider after = TestProvider.start(database, "wegrant.keyset.value=" + KEYSET)) {
			assertThat(after.send(after.request("/oauth2/jwks")).body()).isEqualTo(jwks.body());
			AnswerAssert.assertThat(after.token(Form.refresh(TestProvider.APPID, login.refreshToken()))).grantsTokens();
			assertThat(after.login(TestProvider.APPID, "alice").claims().required("sub"))
				.isEqualTo(login.claims().required("sub"));
		}
	}

	private Map<String, String> fileDatabase() {
		return Map.of("spring.datasource.url",
				"jdbc:h2:file:" + this.directory.resolve("wegrant") + ";" + Database.H2_MODE);
	}

	private Map<String, String> production() throws IllegalStateException {
		Map<String, String> settings = new LinkedHashMap<>(Database.H2.create());
		settings.put("wegrant.issuer", "https://auth.example");
		settings.put("wegrant.keyset.file", this.directory.resolve("production.json").toString());
		settings.put("wegrant.wechat.base-url", "https://api.weixin.qq.com");
		settings.put("server.port", "0");
		settings.put("management.server.port", "0");
		try {
			Files.writeString(this.directory.resolve("production.json"), KEYSET);
		}
		catch (java.io.IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
		return settings;
	}

	private static void run(Map<String, String> settings) {
		SpringApplication
			.run(WegrantServerApplication.class,
					settings.entrySet()
						.stream()
						.map((each) -> "--" + each.getKey() + "=" + each.getValue())
						.toArray(String[]::new))
			.close();
	}

}
