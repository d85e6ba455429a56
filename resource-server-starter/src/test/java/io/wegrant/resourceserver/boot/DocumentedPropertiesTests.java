package io.wegrant.resourceserver.boot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the properties, their names and their defaults, with their documentation.
 */
class DocumentedPropertiesTests {

	private static final String PREFIX = "wegrant.resource-server.";

	private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z.-]+)` \\| `([^`]*)` \\| .*\\|$");

	@Test
	void readWhenPropertyExistsThenDocumentedWithItsDefault() throws IOException {
		assertThat(documented()).containsExactlyInAnyOrderEntriesOf(existing());
	}

	private static Map<String, String> existing() throws IOException {
		Map<String, String> existing = new HashMap<>();
		try (InputStream metadata = Files.newInputStream(Path.of("..", "resource-server-spring", "target", "classes",
				"META-INF", "spring-configuration-metadata.json"))) {
			for (JsonNode property : new JsonMapper().readTree(metadata).required("properties")) {
				assertThat(property.required("name").asString()).startsWith(PREFIX);
				existing.put(property.required("name").asString().substring(PREFIX.length()),
						value(property.required("defaultValue")));
			}
		}
		return existing;
	}

	private static String value(JsonNode value) {
		return value.isArray() ? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(","))
				: value.asString();
	}

	private static Map<String, String> documented() throws IOException {
		String properties = Files.readString(Path.of("README.md")).replaceFirst("(?s).*\\R## Properties\\R", "");
		return ROW.matcher(properties.replaceFirst("(?s)\\R## .*", ""))
			.results()
			.collect(Collectors.toMap((row) -> row.group(1), (row) -> row.group(2)));
	}

}
