package io.wegrant.server.selfservice;

import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.wegrant.server.Answer;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.TestProvider;
import io.wegrant.server.openapi.OpenApiAssert;

import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.WECHAT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the OpenAPI document of the account API says.
 */
class AccountApiDescriptionTests {

	private final TestProvider provider = TestProvider.shared(Database.H2);

	private final Answer answer = this.provider.send(this.provider.request("/account/openapi.json"));

	private final JsonNode document = this.answer.json();

	@Test
	void describeWhenEndpointsAreMappedThenAllOfThisModuleAndNothingElse() {
		Set<String> mapped = OpenApiAssert.mapped(this.provider)
			.entrySet()
			.stream()
			.filter((each) -> each.getValue().getBeanType().getPackageName().equals(getClass().getPackageName()))
			.map(Map.Entry::getKey)
			.collect(Collectors.toSet());

		OpenApiAssert.assertThat(this.document).describesExactly(mapped);
		assertThat(mapped).hasSize(12);
	}

	@Test
	void describeWhenReadWithoutTokenThenEverythingIsExplained() {
		assertThat(this.answer.status()).isEqualTo(200);
		assertThat(this.answer.header("Content-Type")).isEqualTo("application/json");
		OpenApiAssert.assertThat(this.document).explainsEverythingBy(AccountProblem.class);
	}

	@Test
	void describeWhenScopesAreNamedThenAsTheyAreAskedFor() {
		Set<String> all = Set.of("appointments", "goods.read", "phone", "profile");

		OpenApiAssert.forEachOperation(this.document, (name, operation) -> {
			Set<String> scopes = strings(operation.at("/security/0/accessToken"));
			if (operation.required("security").isEmpty()) {
				assertThat(call(name).status()).as(name).isEqualTo(404);
				return;
			}
			assertThat(call(name).status()).as(name).isEqualTo(401);
			assertThat(call(name, scopes.isEmpty() ? Set.of("goods.read") : scopes).status()).as(name)
				.isNotIn(401, 403);
			if (!scopes.isEmpty()) {
				Set<String> others = all.stream().filter((each) -> !scopes.contains(each)).collect(Collectors.toSet());
				assertThat(call(name, others).status()).as(name).isEqualTo(403);
			}
		});
	}

	@Test
	void describeWhenProfileHasLimitsThenThoseThatAreChecked() {
		Map<String, Integer> limits = new TreeMap<>();
		schema("ProfileRequest").forEachEntry((name, member) -> {
			if (member.has("maxLength")) {
				limits.put(name, member.required("maxLength").asInt());
			}
		});
		int address = schema("Address").required("formatted").required("maxLength").asInt();
		assertThat(limits).containsOnlyKeys("nickname", "gender", "locale", "bio", "email");

		Map<String, Object> profile = new TreeMap<>();
		limits.forEach((name, limit) -> profile.put(name, "a".repeat(limit + 1)));
		profile.put("address", Map.of("formatted", "a".repeat(address + 1)));
		Answer refusal = api(Set.of("profile")).put("/account/profile", new JsonMapper().writeValueAsString(profile));

		Map<String, String> errors = new TreeMap<>();
		refusal.json()
			.required("errors")
			.forEach((error) -> errors.put(error.required("field").asString(), error.required("message").asString()));
		limits.put("address.formatted", address);
		assertThat(errors.keySet()).isEqualTo(limits.keySet());
		assertThat(errors).allSatisfy(
				(field, message) -> assertThat(message).isEqualTo("has at most %d characters", limits.get(field)));
		assertThat(schema("Problem").required("errors").at("/items/$ref").asString())
			.isEqualTo("#/components/schemas/FieldError");
		assertThat(schema("FieldError").propertyNames()).containsExactlyInAnyOrder("field", "message");
	}

	@Test
	void describeWhenProfileIsGivenInThreePlacesThenAlike() {
		List<String> members = List.of("nickname", "gender", "birthdate", "locale", "bio", "email");

		assertThat(members).allSatisfy((member) -> {
			assertThat(schema("UserInfo").get(member)).isEqualTo(schema("ProfileRequest").get(member));
			assertThat(schema("Profile").get(member)).isEqualTo(schema("ProfileRequest").get(member));
		});
		assertThat(schema("ProfileRequest").required("address").required("$ref").asString())
			.isEqualTo("#/components/schemas/Address");
		assertThat(schema("Profile").required("address").required("type").asString()).isEqualTo("string");
	}

	@Test
	void describeWhenCodeAndPagesHaveLimitsThenThoseThatAreChecked() {
		int code = schema("PhoneCode").required("code").required("maxLength").asInt();
		JsonNode parameters = this.document.at("/paths/~1account~1sessions/get/parameters");
		JsonNode page = parameters.get(0).required("schema");
		JsonNode size = parameters.get(1).required("schema");
		AccountApi api = api(Set.of("phone"));

		assertThat(api
			.send("POST", "/account/phone",
					HttpRequest.BodyPublishers.ofString("{\"code\":\"" + "a".repeat(code + 1) + "\"}"))
			.text("detail")).startsWith("code is 1 to " + code + " of");
		assertThat(page(api, page.required("minimum").asInt(), size.required("maximum").asInt())).isEqualTo(200);
		assertThat(page(api, page.required("minimum").asInt(), size.required("minimum").asInt())).isEqualTo(200);
		assertThat(page(api, page.required("minimum").asInt() - 1, 1)).isEqualTo(400);
		assertThat(page(api, 0, size.required("minimum").asInt() - 1)).isEqualTo(400);
		assertThat(page(api, 0, size.required("maximum").asInt() + 1)).isEqualTo(400);
	}

	@Test
	void describeWhenBodiesAndAnswersAreNotJsonThenTheirTypes() {
		assertThat(this.document.at("/paths/~1account~1avatar/put/requestBody/content").propertyNames())
			.containsExactlyInAnyOrder("image/*", "application/octet-stream");
		assertThat(this.document.at("/paths/~1pictures~1{name}/get/responses").propertyNames())
			.containsExactlyInAnyOrder("200", "304", "404", "500", "503");
		assertThat(this.document.at("/paths/~1pictures~1{name}/get/responses/200/content").propertyNames())
			.containsExactlyInAnyOrder("image/png", "image/jpeg", "image/webp");
	}

	@Test
	void describeWhenAccountIsExportedThenAsItIsAnswered() {
		AccountApi api = api(Set.of("profile"));
		api.put("/account/profile", "{\"nickname\":\"Li Lei\",\"address\":{\"formatted\":\"Hangzhou\"}}");
		JsonNode export = api.get("/account/export").json();

		assertThat(export.propertyNames()).isSubsetOf(schema("AccountExport").propertyNames());
		assertAnswers(export.required("account"), "Owner");
		assertAnswers(export.at("/wechat_identities/0"), "Identity");
		assertAnswers(export.required("profile"), "Profile");
		assertAnswers(export.at("/sessions/0"), "Session");
		assertAnswers(export.at("/audit_events/0"), "Event");
		for (String list : List.of("wechat_identities", "sessions", "audit_events")) {
			assertThat(schema("AccountExport").required(list).required("type").asString()).isEqualTo("array");
		}
	}

	private void assertAnswers(JsonNode given, String schema) {
		assertThat(given.propertyNames()).isSubsetOf(schema(schema).propertyNames());
		assertThat(given.propertyNames())
			.containsAll(strings(this.document.at("/components/schemas/" + schema + "/required")));
	}

	private JsonNode schema(String name) {
		return this.document.at("/components/schemas/" + name).required("properties");
	}

	private int page(AccountApi api, int page, int size) {
		return api.get("/account/sessions?page=" + page + "&size=" + size).status();
	}

	private Answer call(String operation) {
		String[] parts = operation.split(" ");
		return this.provider.send(this.provider.request(parts[1].replaceAll("\\{.+}", "x"))
			.method(parts[0], HttpRequest.BodyPublishers.noBody()));
	}

	private Answer call(String operation, Set<String> scopes) {
		String[] parts = operation.split(" ");
		return api(scopes).send(parts[0], parts[1].replaceAll("\\{.+}", "x"), HttpRequest.BodyPublishers.noBody());
	}

	private AccountApi api(Set<String> scopes) {
		return AccountApi.of(this.provider,
				this.provider.token(Form.login(APPID, WECHAT.loginCode(APPID, "person-" + UUID.randomUUID()))
					.with("scope", String.join(" ", scopes))
					.with("resource", TestProvider.ISSUER)));
	}

	private static Set<String> strings(JsonNode array) {
		return array.valueStream().map(JsonNode::asString).collect(Collectors.toSet());
	}

}
