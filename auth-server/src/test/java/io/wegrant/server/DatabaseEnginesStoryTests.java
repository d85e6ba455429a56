package io.wegrant.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import com.mysql.cj.conf.PropertyKey;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The settings for each engine, as they are documented.
 */
class DatabaseEnginesStoryTests {

	private static final Pattern BLOCK = Pattern.compile("(?ms)^```(yaml|ini)\\n(.*?)^```");

	private static final String DATABASE = "spring.datasource.url";

	private final List<Map<String, String>> providers = new ArrayList<>();

	private final Set<String> variables = new HashSet<>();

	@TempDir
	private Path folder;

	DatabaseEnginesStoryTests() throws IOException {
		for (MatchResult block : BLOCK.matcher(Documents.text(Documents.ROOT.resolve("docs/operations.md")))
			.results()
			.toList()) {
			if (block.group(1).equals("yaml")) {
				this.providers.add(yaml(block.group(2)));
			}
			else {
				block.group(2).lines().forEach((line) -> this.variables.add(line.split("=")[0]));
			}
		}
	}

	@Test
	@DisplayName("C09: each setting that is documented for an engine exists")
	void readWhenEngineHasSettingThenExists() throws IOException {
		Set<String> known = known();

		assertThat(this.providers).hasSize(5).allSatisfy((settings) -> {
			assertThat(settings).containsKey(DATABASE);
			assertThat(known).containsAll(settings.keySet());
		});
	}

	@Test
	@DisplayName("C09: each parameter of a documented URL is one that the driver knows")
	void connectWhenUrlHasParameterThenDriverKnowsIt() throws SQLException {
		for (String url : this.providers.stream().map((settings) -> settings.get(DATABASE)).toList()) {
			if (url.startsWith("jdbc:h2:")) {
				DriverManager.getConnection(url.replace("./data", this.folder.toString()), "sa", "").close();
			}
			else {
				assertThat(List.of(url.split("[?&]")).subList(1, url.split("[?&]").length)).isNotEmpty()
					.allSatisfy((parameter) -> assertThat(PropertyKey.fromValue(parameter.split("=")[0])).isNotNull());
			}
		}
	}

	@Test
	@DisplayName("C09: each setting that is documented for a server exists, as far as MariaDB goes")
	void askWhenServerHasSettingThenExists() {
		JdbcClient server = JdbcClient.create(Database.dataSource(Database.MYSQL.create()));
		List<String> known = server.sql("SHOW GLOBAL VARIABLES")
			.query((row, number) -> row.getString(1).toLowerCase(Locale.ROOT))
			.list();

		assertThat(this.variables).hasSizeGreaterThan(5);
		assertThat(known).containsAll(this.variables);
	}

	private static Map<String, String> yaml(String text) throws IOException {
		Map<String, String> values = new TreeMap<>();
		for (PropertySource<?> source : new YamlPropertySourceLoader().load("block",
				new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)))) {
			for (String name : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
				values.put(name, String.valueOf(source.getProperty(name)));
			}
		}
		return values;
	}

	// Of the provider, and of Spring Boot.
	private static Set<String> known() throws IOException {
		Set<String> known = new HashSet<>();
		for (URL metadata : Collections.list(DatabaseEnginesStoryTests.class.getClassLoader()
			.getResources("META-INF/spring-configuration-metadata.json"))) {
			try (InputStream in = metadata.openStream()) {
				for (JsonNode property : new JsonMapper().readTree(in).required("properties")) {
					known.add(ConfigurationPropertyName.of(property.required("name").asString()).toString());
				}
			}
		}
		return known;
	}

}
