package io.wegrant.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.wegrant.endtoend.stage.JavaProcess;
import io.wegrant.endtoend.stage.Provider;
import io.wegrant.endtoend.stage.Stage;
import io.wegrant.endtoend.stage.StageExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The provider as an operator starts it, without the {@code dev} profile.
 */
@ExtendWith(StageExtension.class)
class RefusedStartStoryTests {

	private static final String KEYSET_FILE = "wegrant.keyset.file";

	@TempDir
	private static Path folder;

	private final Stage stage;

	private final String story;

	RefusedStartStoryTests(Stage stage, TestInfo test) {
		this.stage = stage;
		this.story = test.getTestMethod().orElseThrow().getName();
	}

	@Test
	void startWhenSettingsAreMissingThenNamesEach() {
		assertRefusesWithout("wegrant.issuer", "spring.datasource.url", KEYSET_FILE, "wegrant.wechat.base-url");
	}

	@Test
	@Tag("slow")
	void startWhenIssuerIsMissingThenNamesIt() {
		assertRefusesWithout("wegrant.issuer");
	}

	@Test
	@Tag("slow")
	void startWhenDatabaseIsMissingThenNamesIt() {
		assertRefusesWithout("spring.datasource.url");
	}

	@Test
	@Tag("slow")
	void startWhenKeysetIsMissingThenNamesIt() {
		assertRefusesWithout(KEYSET_FILE);
	}

	@Test
	@Tag("slow")
	void startWhenWechatIsMissingThenNamesIt() {
		assertRefusesWithout("wegrant.wechat.base-url");
	}

	@Test
	@Tag("slow")
	void startWhenAppSecretIsMissingThenNamesIt() {
		assertRefusesWithout("wegrant.clients.registrations[0].app-secret");
	}

	@Test
	@Tag("slow")
	void startWhenKeysetIsNotThatOfTheDatabaseThenRefuses() {
		Path another = folder.resolve("another-keyset");
		generateKeyset(folder.resolve("keyset"));
		generateKeyset(another);
		JavaProcess first = provider("-first", settings());
		first.start();
		first.stop();
		Map<String, String> settings = settings();
		settings.put(KEYSET_FILE, another.toString());
		assertRefuses(provider("-second", settings), "The master keyset does not open");
	}

	private void generateKeyset(Path file) {
		JavaProcess generator = this.stage.anotherProvider(this.story + "-generate-" + file.getFileName(),
				List.of("generate-keyset"));
		assertThat(generator.run()).as(generator.output()).isZero();
		try {
			Files.writeString(file, generator.output());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void assertRefusesWithout(String... properties) {
		Map<String, String> settings = settings();
		for (String property : properties) {
			assertThat(settings.remove(property)).isNotNull();
		}
		if (settings.containsKey(KEYSET_FILE)) {
			generateKeyset(Path.of(settings.get(KEYSET_FILE)));
		}
		assertRefuses(provider("", settings), properties);
	}

	private static void assertRefuses(JavaProcess provider, String... reasons) {
		assertThat(provider.run()).isNotZero();
		assertThat(provider.output()).contains("APPLICATION FAILED TO START")
			.contains(reasons)
			.doesNotContain("Started WegrantServerApplication");
	}

	private JavaProcess provider(String suffix, Map<String, String> settings) {
		List<String> arguments = settings.entrySet()
			.stream()
			.map((setting) -> "--" + setting.getKey() + "=" + setting.getValue())
			.toList();
		return this.stage.anotherProvider(this.story + suffix, arguments);
	}

	private Map<String, String> settings() {
		Map<String, String> settings = new LinkedHashMap<>();
		settings.put("server.port", "0");
		settings.put("management.server.port", "0");
		settings.put("wegrant.issuer", "https://login.example.com");
		settings.put("spring.datasource.url", Provider.databaseUrl(folder.resolve(this.story)));
		settings.put(KEYSET_FILE, folder.resolve("keyset").toString());
		settings.put("wegrant.wechat.base-url", "https://api.weixin.qq.com");
		settings.put("wegrant.clients.registrations[0].appid", "wx1234567890abcdef");
		settings.put("wegrant.clients.registrations[0].app-secret", "dev-app-secret-1");
		return settings;
	}

}
