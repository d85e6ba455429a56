package io.wegrant.server.admin.api;

import java.net.http.HttpRequest;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import io.wegrant.server.Database;
import io.wegrant.server.TestProvider;
import io.wegrant.server.openapi.OpenApiAssert;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the OpenAPI document of the admin API says.
 */
class AdminApiDescriptionTests {

	private final TestProvider provider = TestProvider.shared(Database.H2);

	private final JsonNode document = AdminApi.of(this.provider).get("/openapi.json").json();

	@Test
	void describeWhenEndpointsAreMappedThenAllOfTheAdminApiAndNothingElse() {
		Set<String> mapped = OpenApiAssert.mapped(this.provider)
			.keySet()
			.stream()
			.filter((operation) -> operation.contains(" /admin/"))
			.collect(Collectors.toSet());

		OpenApiAssert.assertThat(this.document).describesExactly(mapped);
		assertThat(mapped).hasSize(24);
	}

	@Test
	void describeWhenReadThenEverythingIsExplained() {
		OpenApiAssert.assertThat(this.document).explainsEverythingBy(AdminApiConfiguration.class);
		OpenApiAssert.forEachOperation(this.document,
				(name, operation) -> assertThat(operation.required("responses").propertyNames()).contains("401", "403",
						"404", "500", "503"));
	}

	@Test
	void describeWhenScopesAreNamedThenAsTheyAreAskedFor() {
		AdminApi reader = AdminApi.with(this.provider, AdminApi.token(this.provider, "admin.read"));
		AdminApi writer = AdminApi.with(this.provider, AdminApi.token(this.provider, "admin.write"));

		OpenApiAssert.forEachOperation(this.document, (name, operation) -> {
			boolean reads = "admin.read".equals(operation.at("/security/0/accessToken/0").asString());
			assertThat(operation.at("/security/0/accessToken")).as(name).hasSize(1);
			assertThat(reads).as(name).isEqualTo(name.startsWith("GET ") || name.endsWith("/search"));
			assertThat(call(reads ? reader : writer, name)).as(name).isNotIn(401, 403);
			assertThat(call(reads ? writer : reader, name)).as(name).isEqualTo(403);
		});
	}

	@Test
	void describeWhenFilesAreCsvThenText() {
		assertThat(this.document.at("/paths/~1admin~1api~1staff~1import/post/requestBody/content/text~1csv/schema/type")
			.asString()).isEqualTo("string");
		assertThat(
				this.document.at("/paths/~1admin~1api~1staff~1export/get/responses/200/content/text~1csv/schema/type")
					.asString())
			.isEqualTo("string");
		assertThat(this.document.at("/components/schemas/Problem/properties/lines/items/$ref").asString())
			.isEqualTo("#/components/schemas/BadLine");
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

	private static int call(AdminApi api, String operation) {
		String[] parts = operation.split(" ");
		String path = parts[1].substring("/admin/api".length()).replaceAll("\\{.+?}", "x");
		// Of a type that no operation takes, so that nothing is changed.
		return api.send(parts[0], path, "text/plain", HttpRequest.BodyPublishers.ofString("x")).status();
	}

}
