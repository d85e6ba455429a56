package io.wegrant.server;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the settings, their names and their defaults, with their documentation.
 */
class DocumentedPropertiesTests {

	private static final String SETTINGS = "settings.md";

	private static final Pattern LIST = Pattern.compile("java\\.util\\.(?:List|Set)<(.+)>");

	/** A row of a table: the name and, if it is a literal, the default. */
	private static final Pattern ROW = Pattern
		.compile("(?m)^\\| `([a-z][\\w.\\[\\]-]*)` \\| (?:`([^`|]*)` )?[^|]*\\| .*\\|$");

	@Test
	void readWhenSettingExistsThenDocumentedWithItsDefault() throws Exception {
		assertThat(rows(page(SETTINGS), "wegrant.")).containsExactlyInAnyOrderEntriesOf(existing());
	}

	@ParameterizedTest
	@CsvSource({ "mysql, application-mysql.yaml", "tracing, application-tracing.yaml" })
	void readWhenProfileSetsSomethingThenDocumentedWithItsValue(String profile, String file) throws IOException {
		assertThat(rows(section("### `" + profile + "`"), "")).containsExactlyInAnyOrderEntriesOf(values(file));
	}

	@Test
	void readWhenSettingIsSpringsThenDocumentedWithTheValueHere() throws IOException {
		Map<String, String> documented = rows(section("## Settings of Spring Boot that matter"), "");
		Map<String, String> values = values("application.yaml");

		assertThat(documented).isNotEmpty()
			.allSatisfy((name, value) -> assertThat(value).as(name).isEqualTo(values.getOrDefault(name, "")));
	}

	@Test
	void readWhenDocumentNamesSettingThenExists() throws Exception {
		Set<String> known = new TreeSet<>(existing().keySet());
		known.addAll(known.stream().map((name) -> name.replace("[n]", "")).toList());
		known.addAll(names(section("alarms.md", "## Meters")));
		List<String> unknown = new ArrayList<>();
		for (Path document : Documents.all()) {
			names(Documents.text(document)).stream()
				.filter((name) -> !name.startsWith("wegrant.resource-server") && !known.contains(name))
				.filter((name) -> known.stream().noneMatch((setting) -> setting.startsWith(name + ".")))
				.forEach((name) -> unknown.add(Documents.name(document) + ": " + name));
		}

		assertThat(unknown).isEmpty();
	}

	private static Map<String, String> existing() throws IOException, ClassNotFoundException {
		Map<String, String> existing = new HashMap<>();
		for (JsonNode property : metadata()) {
			String name = ConfigurationPropertyName.of(property.required("name").asString()).toString();
			Matcher list = LIST.matcher(property.required("type").asString());
			if (list.matches() && Class.forName(list.group(1)).isRecord()) {
				existing.put(name + "[n]", "");
				existing.putAll(components(name + "[n].", Class.forName(list.group(1))));
			}
			else {
				existing.put(name, value(property.get("defaultValue")));
			}
		}
		return existing;
	}

	private static Map<String, String> components(String prefix, Class<?> entry) {
		Map<String, String> existing = new HashMap<>();
		RecordComponent[] components = entry.getRecordComponents();
		Parameter[] parameters = entry.getDeclaredConstructors()[0].getParameters();
		for (int i = 0; i < components.length; i++) {
			String name = prefix + dashed(components[i].getName());
			Class<?> element = ResolvableType.forType(components[i].getGenericType())
				.getGeneric()
				.resolve(Object.class);
			if (components[i].getType().isRecord()) {
				existing.putAll(components(name + ".", components[i].getType()));
			}
			else if (element.isRecord()) {
				existing.put(name + "[n]", "");
				existing.putAll(components(name + "[n].", element));
			}
			else {
				existing.put(name, value(parameters[i].getAnnotation(DefaultValue.class)));
			}
		}
		return existing;
	}

	private static Iterable<JsonNode> metadata() throws IOException {
		try (InputStream metadata = Files
			.newInputStream(Path.of("target", "classes", "META-INF", "spring-configuration-metadata.json"))) {
			return new JsonMapper().readTree(metadata).required("properties");
		}
	}

	private static String value(@Nullable JsonNode value) {
		if (value == null) {
			return "";
		}
		return value.isArray() ? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(","))
				: value.asString();
	}

	private static String value(@Nullable DefaultValue value) {
		return (value != null) ? String.join(",", value.value()) : "";
	}

	private static String dashed(String name) {
		return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
	}

	private static Map<String, String> values(String file) throws IOException {
		Map<String, String> values = new HashMap<>();
		for (PropertySource<?> source : new YamlPropertySourceLoader().load(file,
				new FileSystemResource(Path.of("src", "main", "resources", file)))) {
			for (String name : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
				values.put(name, String.valueOf(source.getProperty(name)));
			}
		}
		return values;
	}

	private static String page(String name) throws IOException {
		return Documents.text(Documents.ROOT.resolve("docs").resolve(name));
	}

	private static String section(String heading) throws IOException {
		return section(SETTINGS, heading);
	}

	private static String section(String page, String heading) throws IOException {
		return Arrays.stream(page(page).split("(?m)^(?=#+ )"))
			.filter((section) -> section.startsWith(heading + "\n"))
			.findFirst()
			.orElseThrow();
	}

	private static Map<String, String> rows(String text, String prefix) {
		return ROW.matcher(text)
			.results()
			.filter((row) -> row.group(1).startsWith(prefix))
			.collect(Collectors.toMap((row) -> row.group(1), (row) -> Objects.requireNonNullElse(row.group(2), "")));
	}

	private static Set<String> names(String text) {
		return Pattern.compile("`(wegrant\\.[a-z](?:[a-z0-9.\\[\\]-]*[a-z0-9\\]])?)`")
			.matcher(text)
			.results()
			.map((MatchResult name) -> name.group(1))
			.collect(Collectors.toCollection(TreeSet::new));
	}

}
