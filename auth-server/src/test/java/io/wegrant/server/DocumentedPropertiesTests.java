package io.wegrant.server;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the settings with their documentation.
 */
class DocumentedPropertiesTests {

	private static final String REGISTRATIONS = "wegrant.clients.registrations";

	@Test
	void readWhenSettingExistsThenDocumented() throws IOException {
		assertThat(documented()).containsExactlyInAnyOrderElementsOf(existing());
	}

	@Test
	void readWhenSettingOfRegistrationExistsThenDocumented() throws Exception {
		List<String> existing = Arrays
			.stream(Class.forName("io.wegrant.server.clients.ClientsProperties$Registration").getRecordComponents())
			.map(RecordComponent::getName)
			.map((name) -> name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
			.toList();

		assertThat(rows("….([a-z-]+)")).containsExactlyInAnyOrderElementsOf(existing);
	}

	private static List<String> existing() throws IOException {
		try (InputStream metadata = Files
			.newInputStream(Path.of("target", "classes", "META-INF", "spring-configuration-metadata.json"))) {
			return new JsonMapper().readTree(metadata)
				.required("properties")
				.valueStream()
				.map((property) -> property.required("name").asString())
				.map((name) -> ConfigurationPropertyName.of(name).toString())
				.toList();
		}
	}

	private static List<String> documented() throws IOException {
		return rows("(wegrant\\.(?!resource-server)[a-z.-]+)(?:\\[n])?").stream()
			.filter((name) -> !name.startsWith(REGISTRATIONS + "."))
			.toList();
	}

	private static List<String> rows(String name) throws IOException {
		String settings = Files.readString(Path.of("..", "docs", "operations.md"))
			.replaceFirst("(?s)## Settings of the starter.*", "");
		return Pattern.compile("(?m)^\\| `" + name + "` \\|")
			.matcher(settings)
			.results()
			.map((row) -> row.group(1))
			.toList();
	}

}
