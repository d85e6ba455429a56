package io.wegrant.server;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * A start that settings stop leaves nothing behind.
 */
@ExtendWith(OutputCaptureExtension.class)
class RefusedStartStoryTests {

	private static final String[] SETTINGS = { "wegrant.sessions.max-per-user-and-client=0",
			"wegrant.revocation.page-size=20001", "wegrant.clients.reload-interval=0",
			"wegrant.clients.registrations[0].client-id=" + "c".repeat(200),
			"wegrant.clients.registrations[0].client-secret=hidden" };

	@TempDir
	Path folder;

	@Test
	@DisplayName("X08: settings that cannot work stop the start before there is a file")
	void startWhenSettingsCannotWorkThenNoFile(CapturedOutput output) {
		Map<String, String> settings = new LinkedHashMap<>();
		settings.put("spring.datasource.url",
				"jdbc:h2:file:" + this.folder.resolve("wegrant") + ";" + Database.H2_MODE);

		assertRefuses(settings, output);
		assertThat(this.folder).isEmptyDirectory();
	}

	@Test
	@DisplayName("X08: settings that cannot work stop the start before there is a table")
	void startWhenSettingsCannotWorkThenNoTable(CapturedOutput output) throws Exception {
		Map<String, String> settings = Database.MYSQL.create();

		assertRefuses(settings, output);
		assertThat(this.folder).isEmptyDirectory();
		try (Connection connection = connect(settings);
				ResultSet tables = connection.getMetaData().getTables(connection.getCatalog(), null, "%", null)) {
			assertThat(tables.next()).isFalse();
		}
	}

	@Test
	@DisplayName("X08: a database that does not exist stops the start with one message")
	void startWhenDatabaseDoesNotExistThenStopsAndSaysSo(CapturedOutput output) {
		Map<String, String> settings = new LinkedHashMap<>(Database.MYSQL.create());
		settings.computeIfPresent("spring.datasource.url", (name, url) -> url.replaceFirst("/wegrant_", "/none_"));

		assertThatException().isThrownBy(() -> TestProvider.start(settings));
		assertThat(output.getOut()).contains("APPLICATION FAILED TO START",
				"The database of spring.datasource.url does not let the user in: Unknown database 'none_");
	}

	@Test
	@DisplayName("X02: the profile dev with an issuer that is not loopback stops the start, with one message and nothing written")
	void startWhenProfileIsDevAndIssuerIsNotLoopbackThenStopsAndSaysSo(CapturedOutput output) {
		for (String issuer : List.of("https://login.example.com", "https://127.0.0.1.example.com",
				"https://10.0.0.1")) {
			assertThatException()
				.isThrownBy(() -> SpringApplication.run(WegrantServerApplication.class, "--spring.profiles.active=dev",
						"--wegrant.issuer=" + issuer, "--spring.datasource.url=jdbc:h2:file:"
								+ this.folder.resolve("wegrant") + ";" + Database.H2_MODE,
						"--wegrant.keyset.file=" + this.folder.resolve("keyset.json")));
		}

		assertThat(output.getOut().lines().filter((line) -> line.startsWith("    wegrant.issuer "))).hasSize(3)
			.allSatisfy((line) -> assertThat(line).contains("must be on a loopback host with the profile dev"));
		assertThat(this.folder).isEmptyDirectory();
	}

	private void assertRefuses(Map<String, String> database, CapturedOutput output) {
		Map<String, String> settings = new LinkedHashMap<>(database);
		settings.putIfAbsent("spring.profiles.active", "dev");
		settings.put("wegrant.keyset.file", this.folder.resolve("keyset.json").toString());
		Stream<String> arguments = settings.entrySet().stream().map((each) -> each.getKey() + "=" + each.getValue());

		assertThatException().isThrownBy(() -> SpringApplication.run(WegrantServerApplication.class,
				Stream.concat(arguments, Arrays.stream(SETTINGS)).map((each) -> "--" + each).toArray(String[]::new)));
		assertThat(output.getOut())
			.contains("APPLICATION FAILED TO START", "    wegrant.sessions.max-per-user-and-client is 0",
					"    wegrant.revocation.page-size is 20001", "    wegrant.clients.reload-interval is 0s",
					"    wegrant.clients.registrations[0].client-id must be 1 to 128")
			.doesNotContain("hidden", "org.springframework.beans");
	}

	private static Connection connect(Map<String, String> settings) throws Exception {
		return DriverManager.getConnection(settings.get("spring.datasource.url"),
				settings.get("spring.datasource.username"), settings.get("spring.datasource.password"));
	}

}
