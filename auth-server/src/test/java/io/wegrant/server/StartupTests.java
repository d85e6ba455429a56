package io.wegrant.server;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
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

	@Test
	void startWhenNothingIsSetThenStopsAndNamesAllThatIsMissing(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run(Map.of()));
		assertThat(output.getOut())
			.contains("APPLICATION FAILED TO START", "    wegrant.issuer is missing",
					"    wegrant.keyset.file is missing", "    wegrant.wechat.base-url is missing",
					"    spring.datasource.url is missing")
			.doesNotContain("org.springframework.beans");
	}

	@Test
	void startWhenAnotherProcessHasTheDatabaseThenStopsAndSaysSo(CapturedOutput output) throws Exception {
		Path file = this.directory.resolve("wegrant.mv.db");
		try (FileChannel other = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			other.lock();

			assertThatException().isThrownBy(() -> TestProvider.start(fileDatabase()));
		}
		assertThat(output.getOut()).contains("APPLICATION FAILED TO START",
				"The database of spring.datasource.url is in use by another process: H2 in a file is for one node.");
		assertThat(file).isEmptyFile();
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
