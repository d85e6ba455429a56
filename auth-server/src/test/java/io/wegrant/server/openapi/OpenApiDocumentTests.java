package io.wegrant.server.openapi;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springdoc.api.AbstractMultipleOpenApiResource;
import org.springdoc.api.AbstractOpenApiResource;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import io.wegrant.server.Answer;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.TestProvider;

import static io.wegrant.server.TestProvider.APPID;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where OpenAPI documents are, and where none is.
 */
class OpenApiDocumentTests {

	private final TestProvider provider = TestProvider.shared(Database.H2);

	@Test
	void mapWhenModulesDescribeTheirApisThenTheirDocumentsAndNothingOfSpringdoc() {
		Set<String> documents = this.provider.bean(RequestMappingHandlerMapping.class)
			.getHandlerMethods()
			.entrySet()
			.stream()
			.filter((each) -> AbstractOpenApiResource.class.isAssignableFrom(each.getValue().getBeanType())
					|| AbstractMultipleOpenApiResource.class.isAssignableFrom(each.getValue().getBeanType()))
			.map((each) -> each.getKey().getMethodsCondition() + " " + each.getKey().getPatternValues())
			.collect(Collectors.toSet());

		assertThat(documents).containsExactlyInAnyOrder("[GET] [/admin/api/openapi.json]",
				"[GET] [/account/openapi.json]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v3/api-docs", "/v3/api-docs.yaml", "/v3/api-docs/WeGrant%20admin%20API",
			"/v3/api-docs/swagger-config", "/swagger-ui.html", "/swagger-ui/index.html", "/openapi.json",
			"/admin/api/openapi.json.yaml", "/admin/api/openapi.json/WeGrant%20admin%20API", "/admin/api/openapi.yaml",
			"/account/openapi.json.yaml", "/account/openapi.json/WeGrant%20account%20API", "/account/openapi.yaml" })
	void getWhenAddressIsAnotherThenNotFound(String path) {
		String token = path.startsWith("/admin") ? this.provider
			.token(Form.grant("client_credentials").as("admin-cli", "admin-cli-secret").with("scope", "admin.read"))
			.accessToken() : this.provider.loginToAccount(APPID, "alice").accessToken();

		assertThat(get(path, "Authorization", "Bearer " + token).status()).isEqualTo(404);
	}

	@Test
	void getWhenLanguagesDifferThenTheSameDocument() {
		String chinese = get("/account/openapi.json", "Accept-Language", "zh-CN").body();

		assertThat(get("/account/openapi.json", "Accept-Language", "tlh").body()).isEqualTo(chinese);
	}

	@Test
	void writeWhenOneThreadWritesSeveralThenEachHasOnlyItsOwn() {
		Collection<ApiDescription> apis = Objects
			.requireNonNull(this.provider.bean(RequestMappingHandlerMapping.class).getApplicationContext())
			.getBeansOfType(ApiDescription.class)
			.values();
		Springdoc springdoc = this.provider.bean(Springdoc.class);

		List<String> first = apis.stream().map((api) -> write(api, springdoc)).toList();
		List<String> again = apis.stream().map((api) -> write(api, springdoc)).toList();

		assertThat(again).hasSize(2).isEqualTo(first);
	}

	private static String write(ApiDescription api, Springdoc springdoc) {
		return new String(new OpenApiDocument(api, TestProvider.ISSUER, springdoc).json(), StandardCharsets.UTF_8);
	}

	private Answer get(String path, String header, String value) {
		return this.provider.send(this.provider.request(path).header(header, value));
	}

}
