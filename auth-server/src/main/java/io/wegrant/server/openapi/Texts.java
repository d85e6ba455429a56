package io.wegrant.server.openapi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.EncodedResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.util.StringUtils;

/**
 * The texts of an API.
 */
final class Texts {

	private static final String FILE = "openapi.properties";

	private final ClassPathResource file;

	private final Properties texts;

	private Texts(ClassPathResource file, Properties texts) {
		this.file = file;
		this.texts = texts;
	}

	static Texts of(Class<?> place) {
		ClassPathResource file = new ClassPathResource(FILE, place);
		try {
			return new Texts(file,
					PropertiesLoaderUtils.loadProperties(new EncodedResource(file, StandardCharsets.UTF_8)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String get(String key) {
		return find(key).orElseThrow(() -> new IllegalStateException(this.file.getPath() + " says nothing of " + key));
	}

	Optional<String> find(String key) {
		return Optional.ofNullable(this.texts.getProperty(key));
	}

	List<String> list(String key) {
		return List.of(StringUtils.tokenizeToStringArray(this.texts.getProperty(key), ","));
	}

	/**
	 * Returns the texts whose keys begin alike.
	 * @param prefix with what they begin
	 * @return the texts, by the rest of their keys
	 */
	Map<String, String> beginning(String prefix) {
		Map<String, String> found = new TreeMap<>();
		this.texts.stringPropertyNames()
			.stream()
			.filter((key) -> key.startsWith(prefix))
			.forEach((key) -> found.put(key.substring(prefix.length()), get(key)));
		return found;
	}

}
