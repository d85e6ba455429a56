package io.wegrant.server.openapi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.EncodedResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

import io.wegrant.server.TestProvider;

/**
 * What every OpenAPI document of the provider says.
 */
public final class OpenApiAssert extends AbstractAssert<OpenApiAssert, JsonNode> {

	private static final Set<String> SETTINGS = Set.of("example", "format", "maxLength", "minimum", "maximum",
			"optional", "problems", "tags");

	private OpenApiAssert(JsonNode actual) {
		super(actual, OpenApiAssert.class);
	}

	/**
	 * Starts an assertion.
	 * @param actual the document
	 * @return the assertion
	 */
	public static OpenApiAssert assertThat(JsonNode actual) {
		return new OpenApiAssert(actual);
	}

	/**
	 * Finds what is mapped in a provider, its documents aside.
	 * @param provider the provider
	 * @return what is called, by method and path
	 */
	public static Map<String, HandlerMethod> mapped(TestProvider provider) {
		Map<String, HandlerMethod> operations = new TreeMap<>();
		provider.bean(RequestMappingHandlerMapping.class).getHandlerMethods().forEach((mapping, method) -> {
			if (!method.getBeanType().equals(OpenApiDocument.class)) {
				operations(mapping).forEach((operation) -> operations.put(operation, method));
			}
		});
		return operations;
	}

	private static Set<String> operations(RequestMappingInfo mapping) {
		return mapping.getPatternValues()
			.stream()
			.flatMap((path) -> mapping.getMethodsCondition().getMethods().stream().map((method) -> method + " " + path))
			.collect(Collectors.toSet());
	}

	/**
	 * Calls something for each operation.
	 * @param document the document
	 * @param visitor is given the operation by method and path, and what is said of it
	 */
	public static void forEachOperation(JsonNode document, BiConsumer<String, JsonNode> visitor) {
		document.required("paths")
			.forEachEntry((path, item) -> item.forEachEntry(
					(method, operation) -> visitor.accept(method.toUpperCase(Locale.ROOT) + " " + path, operation)));
	}

	/**
	 * Checks that some operations are described, and no others.
	 * @param operations the operations, by method and path
	 * @return this assertion
	 */
	public OpenApiAssert describesExactly(Set<String> operations) {
		Set<String> described = new TreeSet<>();
		forEachOperation(this.actual, (operation, description) -> described.add(operation));
		Assertions.assertThat(described).isEqualTo(operations);
		return this;
	}

	/**
	 * Checks that all is explained, each thing by the text that was written for it, and
	 * that nothing was written for things that are not there.
	 * @param place a class beside the file of texts
	 * @return this assertion
	 */
	public OpenApiAssert explainsEverythingBy(Class<?> place) {
		Properties texts = texts(place);
		hasText(this.actual.required("info"), "title", "description", "version");
		Assertions.assertThat(this.actual.required("openapi").asString()).isEqualTo("3.1.0");
		Assertions.assertThat(this.actual.at("/servers/0/url").asString()).isEqualTo(TestProvider.ISSUER);
		JsonNode security = this.actual.at("/components/securitySchemes/accessToken");
		Assertions.assertThat(security.required("scheme").asString()).isEqualTo("bearer");
		hasText(security, "description");
		explainsOperations(texts);
		this.actual.at("/components/responses").forEach((answer) -> hasText(answer, "description"));
		this.actual.at("/components/schemas").forEach(OpenApiAssert::explainsSchema);
		this.actual.findValuesAsString("$ref")
			.forEach((reference) -> Assertions.assertThat(this.actual.at(reference.substring(1)).isMissingNode())
				.as(reference)
				.isFalse());
		Assertions.assertThat(strings(this.actual, new HashSet<>())).containsAll(explanations(texts));
		return this;
	}

	private void explainsOperations(Properties texts) {
		List<String> tags = this.actual.required("tags").findValuesAsString("name");
		Set<String> ids = new HashSet<>();
		forEachOperation(this.actual, (name, operation) -> {
			hasText(operation, "operationId", "summary", "description");
			Assertions.assertThat(ids.add(operation.required("operationId").asString())).as(name).isTrue();
			Assertions.assertThat(operation.required("tags").size()).as(name).isEqualTo(1);
			Assertions.assertThat(tags).contains(operation.at("/tags/0").asString());
			Assertions.assertThat(operation.required("responses").propertyNames())
				.as(name)
				.containsAll(operation.required("security").isEmpty() ? List.of("500", "503")
						: List.of("401", "403", "500", "503"));
			operation.required("responses").forEach((answer) -> explainsAnswer(name, answer));
			operation.required("parameters").forEach((parameter) -> explainsParameter(texts, parameter));
			explainsContent(name, operation.path("requestBody"));
		});
	}

	private static void explainsParameter(Properties texts, JsonNode parameter) {
		String key = "parameter." + parameter.required("name").asString();
		Assertions.assertThat(parameter.required("in").asString()).as(key).isIn("path", "query");
		Assertions.assertThat(parameter.required("description").asString()).isEqualTo(texts.getProperty(key));
		Assertions.assertThat(parameter.required("schema").required("example").asString())
			.isEqualTo(texts.getProperty(key + ".example"));
	}

	private static void explainsAnswer(String name, JsonNode answer) {
		if (!answer.has("$ref")) {
			hasText(answer, "description");
			answer.path("headers").forEach((header) -> hasText(header, "description"));
			explainsContent(name, answer);
		}
	}

	private static void explainsContent(String name, JsonNode message) {
		message.path("content")
			.forEach((content) -> Assertions.assertThat(content.required("schema").propertyNames())
				.as(name)
				.containsAnyOf("$ref", "type"));
	}

	private static void explainsSchema(JsonNode schema) {
		hasText(schema, "description");
		schema.required("properties").forEach((property) -> {
			hasText(property, "description");
			Assertions.assertThat(property.propertyNames())
				.as(property.toString())
				.containsAnyOf("$ref", "example", "items", "additionalProperties");
			Assertions.assertThat(property.propertyNames()).as(property.toString()).containsAnyOf("$ref", "type");
		});
	}

	private static void hasText(JsonNode node, String... members) {
		for (String member : members) {
			Assertions.assertThat(node.required(member).asString()).as(node.toString()).isNotBlank();
		}
	}

	private static Properties texts(Class<?> place) {
		try {
			return PropertiesLoaderUtils.loadProperties(
					new EncodedResource(new ClassPathResource("openapi.properties", place), StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static List<String> explanations(Properties texts) {
		return texts.stringPropertyNames()
			.stream()
			.filter((key) -> !SETTINGS.contains(key.substring(key.lastIndexOf('.') + 1)))
			.map(texts::getProperty)
			.toList();
	}

	private static Set<String> strings(JsonNode node, Set<String> found) {
		if (node.isString()) {
			found.add(node.asString());
		}
		node.forEach((child) -> strings(child, found));
		return found;
	}

}
