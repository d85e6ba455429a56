package io.wegrant.server.admin.api;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.springdoc.webmvc.api.OpenApiResource;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

import io.wegrant.server.Database;
import io.wegrant.server.TestProvider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the OpenAPI document of the admin API says.
 */
class AdminApiDescriptionTests {

	private final TestProvider provider = TestProvider.shared(Database.H2);

	private final JsonNode document = AdminApi.of(this.provider).get("/openapi.json").json();

	@Test
	void describeWhenEndpointsAreMappedThenAllOfTheAdminApiAndNothingElse() {
		Set<String> mapped = this.provider.bean(RequestMappingHandlerMapping.class)
			.getHandlerMethods()
			.entrySet()
			.stream()
			.filter((each) -> !isDocument(each.getValue()))
			.flatMap((each) -> operations(each.getKey()).stream())
			.filter((operation) -> operation.contains(" /admin/"))
			.collect(Collectors.toCollection(TreeSet::new));

		Set<String> described = new TreeSet<>();
		this.document.required("paths")
			.forEachEntry((path, item) -> item
				.forEachEntry((method, operation) -> described.add(method.toUpperCase(Locale.ROOT) + " " + path)));

		assertThat(described).isEqualTo(mapped).hasSize(22);
	}

	@Test
	void describeWhenReadThenEverythingIsExplained() {
		assertThat(this.document.required("openapi").asString()).startsWith("3.1");
		assertThat(this.document.at("/servers/0/url").asString()).isEqualTo(TestProvider.ISSUER);
		assertThat(this.document.at("/components/securitySchemes/accessToken/scheme").asString()).isEqualTo("bearer");
		this.document.required("paths").forEachEntry((path, item) -> item.forEachEntry((method, operation) -> {
			assertThat(operation.required("summary").asString()).isNotBlank();
			assertThat(operation.required("description").asString()).isNotBlank();
			assertThat(operation.at("/security/0/accessToken/0").asString())
				.isEqualTo(("get".equals(method) || path.endsWith("/search")) ? "admin.read" : "admin.write");
			assertThat(operation.required("responses").propertyNames()).contains("401", "403", "404", "500", "503");
			operation.required("parameters").forEach((parameter) -> {
				assertThat(parameter.required("description").asString()).isNotBlank();
				assertThat(parameter.required("schema").has("example")).as(parameter.toString()).isTrue();
				assertThat(parameter.required("name").asString()).isNotEqualTo("caller");
			});
		}));
		this.document.at("/components/schemas")
			.forEach((schema) -> schema.required("properties")
				.forEach((property) -> assertThat(property.has("description")).as(schema.toString()).isTrue()));
	}

	@Test
	void describeWhenAnswersAreProblemsThenTheirSchemaIsNamed() {
		JsonNode operation = this.document.at("/paths/~1admin~1api~1users~1{sub}~1disable/post");

		assertThat(operation.required("responses").propertyNames()).containsExactlyInAnyOrder("204", "400", "401",
				"403", "404", "409", "415", "500", "503");
		assertThat(operation.at("/responses/404/$ref").asString()).isEqualTo("#/components/responses/NotFound");
		assertThat(this.document.at("/components/responses/NotFound/content").propertyNames())
			.containsExactly("application/problem+json");
	}

	@Test
	void describeWhenSessionThenAsItIsAnswered() {
		assertThat(this.document.at("/components/schemas/SessionItem/properties").propertyNames())
			.containsExactlyInAnyOrder("sid", "sub", "client_id", "appid", "openid", "device", "scope", "resources",
					"status", "refreshes", "created_at", "refreshed_at", "expires_at", "ended_at");
		assertThat(this.document.at("/components/schemas/SessionWithHistory/properties").propertyNames())
			.contains("sid", "client_id", "ended_at", "history")
			.doesNotContain("session");
	}

	private static boolean isDocument(HandlerMethod method) {
		return OpenApiResource.class.isAssignableFrom(method.getBeanType());
	}

	private static Set<String> operations(RequestMappingInfo mapping) {
		return mapping.getPatternValues()
			.stream()
			.flatMap((path) -> mapping.getMethodsCondition().getMethods().stream().map((method) -> method + " " + path))
			.collect(Collectors.toSet());
	}

}
