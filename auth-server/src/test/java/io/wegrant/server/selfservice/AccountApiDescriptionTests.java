package io.wegrant.server.selfservice;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

import io.wegrant.server.Answer;
import io.wegrant.server.Database;
import io.wegrant.server.TestProvider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the OpenAPI document of the account API says.
 */
class AccountApiDescriptionTests {

	private final TestProvider provider = TestProvider.shared(Database.H2);

	private final Answer answer = this.provider.send(this.provider.request(AccountApiDescription.PATH));

	@Test
	void describeWhenEndpointsAreMappedThenAllOfThisModuleAndNothingElse() {
		Set<String> mapped = this.provider.bean(RequestMappingHandlerMapping.class)
			.getHandlerMethods()
			.entrySet()
			.stream()
			.filter((each) -> each.getValue().getBeanType().getPackageName().equals(getClass().getPackageName()))
			.filter((each) -> !each.getValue().getBeanType().equals(AccountApiDescription.class))
			.map(Map.Entry::getKey)
			.flatMap((mapping) -> operations(mapping).stream())
			.collect(Collectors.toCollection(TreeSet::new));

		Set<String> described = new TreeSet<>();
		this.answer.json()
			.required("paths")
			.forEachEntry((path, item) -> item
				.forEachEntry((method, operation) -> described.add(method.toUpperCase(Locale.ROOT) + " " + path)));

		assertThat(described).isEqualTo(mapped);
	}

	@Test
	void describeWhenReadWithoutTokenThenEverythingIsExplained() {
		assertThat(this.answer.status()).isEqualTo(200);
		assertThat(this.answer.header("Content-Type")).isEqualTo("application/json");
		JsonNode document = this.answer.json();
		assertThat(document.required("openapi").asString()).isEqualTo("3.1.0");
		document.required("paths").forEach((item) -> item.forEach((operation) -> {
			assertThat(operation.required("summary").asString()).isNotBlank();
			assertThat(operation.required("description").asString()).isNotBlank();
			assertThat(operation.required("responses").propertyNames()).contains("500", "503");
		}));
		document.findValuesAsString("$ref")
			.forEach((reference) -> assertThat(document.at(reference.substring(1)).isMissingNode()).as(reference)
				.isFalse());
	}

	private static Set<String> operations(RequestMappingInfo mapping) {
		return mapping.getPatternValues()
			.stream()
			.flatMap((path) -> mapping.getMethodsCondition().getMethods().stream().map((method) -> method + " " + path))
			.collect(Collectors.toSet());
	}

}
