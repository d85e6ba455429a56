package io.wegrant.server.authorization;

import java.net.http.HttpRequest;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import io.wegrant.server.Answer;
import io.wegrant.server.Database;
import io.wegrant.server.TestProvider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What anybody may read.
 */
class PublishedDocumentsTests {

	private final TestProvider provider = TestProvider.shared(Database.H2);

	@Test
	@DisplayName("K07: the metadata lists what works and nothing else")
	void metadataWhenReadThenTellsTheTruth() {
		Answer answer = this.provider.send(this.provider.request("/.well-known/oauth-authorization-server"));

		JsonNode metadata = answer.json();
		assertThat(answer.status()).isEqualTo(200);
		assertThat(metadata.propertyNames()).containsExactlyInAnyOrder("issuer", "jwks_uri", "grant_types_supported",
				"response_types_supported", "scopes_supported", "token_endpoint",
				"token_endpoint_auth_methods_supported", "token_endpoint_auth_signing_alg_values_supported",
				"revocation_endpoint", "revocation_endpoint_auth_methods_supported",
				"revocation_endpoint_auth_signing_alg_values_supported", "introspection_endpoint",
				"introspection_endpoint_auth_methods_supported",
				"introspection_endpoint_auth_signing_alg_values_supported", "userinfo_endpoint",
				"revocations_endpoint");
		assertThat(metadata.required("issuer").asString()).isEqualTo(TestProvider.ISSUER);
		assertThat(metadata.required("token_endpoint").asString()).isEqualTo(TestProvider.ISSUER + "/oauth2/token");
		assertThat(metadata.required("jwks_uri").asString()).isEqualTo(TestProvider.ISSUER + "/oauth2/jwks");
		assertThat(metadata.required("userinfo_endpoint").asString()).isEqualTo(TestProvider.ISSUER + "/userinfo");
		assertThat(metadata.required("grant_types_supported")).extracting(JsonNode::asString)
			.containsExactlyInAnyOrder("wechat_code", "refresh_token", "client_credentials");
		assertThat(metadata.required("scopes_supported").toString()).contains("goods.read", "admin.write");
	}

	@Test
	void jwksWhenReadThenPublicPartsOnly() {
		Answer answer = this.provider.send(this.provider.request("/oauth2/jwks"));

		JsonNode key = answer.json().required("keys").get(0);
		assertThat(key.propertyNames()).containsExactlyInAnyOrder("kty", "crv", "use", "alg", "kid", "x", "y");
		assertThat(answer.header("Cache-Control")).contains("max-age=300");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/oauth2/jwks", "/.well-known/oauth-authorization-server" })
	@DisplayName("K06: keys and metadata carry an ETag")
	void requestWhenDocumentIsUnchangedThenNotSentAgain(String path) {
		String etag = this.provider.send(this.provider.request(path)).header("ETag");

		Answer again = this.provider.send(this.provider.request(path).header("If-None-Match", etag));

		assertThat(again.status()).isEqualTo(304);
		assertThat(again.body()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/oauth2/authorize", "/login", "/.well-known/openid-configuration",
			"/oauth2/device_authorization", "/error", "/actuator", "/actuator/health", "/oauth2/token/x",
			"/oauth2/jwks/" })
	void requestWhenThereIsNoSuchPathThenNotFoundProblem(String path) {
		Answer get = this.provider.send(this.provider.request(path));
		Answer post = this.provider.send(this.provider.request(path).POST(HttpRequest.BodyPublishers.noBody()));

		assertThat(get.status()).isEqualTo(404);
		assertThat(post.status()).isEqualTo(404);
		assertThat(get.header("Content-Type")).startsWith("application/problem+json");
	}

}
