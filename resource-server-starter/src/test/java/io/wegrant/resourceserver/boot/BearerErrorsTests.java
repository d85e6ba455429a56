package io.wegrant.resourceserver.boot;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import io.wegrant.resourceserver.TestAccessToken;
import io.wegrant.resourceserver.TestIssuer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requirement K03: what a request that is not let through is told, in the header (RFC
 * 6750 section 3) and in the body (RFC 9457).
 */
@DisplayName("K03 bearer errors")
class BearerErrorsTests {

	private static TestIssuer issuer;

	private static TestService service;

	@BeforeAll
	static void start() {
		issuer = TestIssuer.start();
		service = TestService.start(issuer);
	}

	@AfterAll
	static void stop() {
		service.close();
		issuer.close();
	}

	private static TestAccessToken token() {
		return issuer.accessTokenFor(TestService.AUDIENCE);
	}

	private static String challenge(HttpResponse<String> answer) {
		return answer.headers().firstValue("WWW-Authenticate").orElseThrow();
	}

	private static void assertProblem(HttpResponse<String> answer, int status, String detail) {
		assertThat(answer.statusCode()).isEqualTo(status);
		assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(answer.body()).contains("\"status\":" + status, "\"detail\":\"" + detail + "\"");
		assertThat(answer.body()).doesNotContain("Exception", "trace", "\tat ");
		assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
		assertThat(answer.headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
	}

	private static void assertNoToken(HttpResponse<String> answer) {
		assertProblem(answer, 401, "An access token is required.");
		assertThat(challenge(answer)).startsWith("Bearer").doesNotContain("error");
		assertThat(answer.body()).doesNotContain("\"error\"");
	}

	@Test
	void callWhenNoTokenThenChallengeWithoutError() {
		assertNoToken(service.get("/me"));
		assertNoToken(service.get("/nowhere"));
		assertNoToken(service.get("/error"));
	}

	@Test
	void callWhenBrowserAsksWithoutTokenThenChallengeAndNoLoginPage() {
		assertNoToken(service.send(service.request("/me").header("Accept", "text/html").build()));
	}

	@Test
	void callWhenBasicCredentialsThenChallengeWithoutError() {
		assertNoToken(service.send(service.request("/me").header("Authorization", "Basic dTpw").build()));
	}

	@Test
	void callWhenTokenIsInFormThenLikeNoToken() {
		assertNoToken(service.send(service.request("/me")
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(HttpRequest.BodyPublishers.ofString("access_token=" + token().sign()))
			.build()));
	}

	@Test
	void callWhenTokenIsInHeaderAndQueryThenInvalidRequest() {
		assertInvalidRequest(service.get("/me?access_token=" + token().sign(), token().sign()));
		assertInvalidRequest(service.get("/me?access%5Ftoken=x", token().sign()));
	}

	@Test
	void callWhenTokenIsInHeaderAndFormThenInvalidRequest() {
		assertInvalidRequest(service.send(service.request("/me")
			.header("Authorization", "Bearer " + token().sign())
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(HttpRequest.BodyPublishers.ofString("access_token=x"))
			.build()));
	}

	@Test
	void callWhenTwoAuthorizationHeadersThenInvalidRequest() {
		HttpResponse<String> answer = service.send(service.request("/me")
			.header("Authorization", "Bearer " + token().sign())
			.header("Authorization", "Bearer " + token().sign())
			.build());
		assertProblem(answer, 400, "The request has more than one Authorization header.");
		assertThat(challenge(answer)).startsWith("Bearer error=\"invalid_request\"");
	}

	private static void assertInvalidRequest(HttpResponse<String> answer) {
		assertProblem(answer, 400, "The request carries an access token in more than one way.");
		assertThat(challenge(answer)).startsWith("Bearer error=\"invalid_request\"");
		assertThat(answer.body()).contains("\"error\":\"invalid_request\"");
	}

	@Test
	void callWhenTokenIsWrongThenInvalidTokenWithoutReason() {
		String detail = "The access token is expired, revoked, malformed or not for this service.";
		for (String wrong : new String[] { "opaque", "a b", "", token().shifted(-3600).sign(),
				token().claim("iss", "https://elsewhere.example").sign() }) {
			HttpResponse<String> answer = service.get("/me", wrong);
			assertProblem(answer, 401, detail);
			assertThat(challenge(answer))
				.startsWith("Bearer error=\"invalid_token\", error_description=\"" + detail + "\"");
			assertThat(answer.body()).contains("\"error\":\"invalid_token\"");
		}
	}

	@Test
	void callWhenScopeIsMissingThenInsufficientScopeNamesIt() {
		HttpResponse<String> answer = service.get("/goods", token().scope("profile").sign());
		assertProblem(answer, 403, "The access token does not permit this request.");
		assertThat(challenge(answer)).startsWith("Bearer error=\"insufficient_scope\"")
			.contains("scope=\"goods.read\"");
		assertThat(answer.body()).contains("\"error\":\"insufficient_scope\"");
		assertThat(service.get("/goods", token().scope("profile goods.read").sign()).statusCode()).isEqualTo(200);
	}

	@Test
	void callWhenServiceFailsThenErrorOfServiceWithoutTrace() {
		HttpResponse<String> answer = service.get("/broken", token().sign());
		assertThat(answer.statusCode()).isEqualTo(500);
		assertThat(answer.body()).doesNotContain("secret detail", "\tat ");
		assertThat(service.get("/nowhere", token().sign()).statusCode()).isEqualTo(404);
	}

	@Test
	void readMetadataOfResourceWhenNoTokenThenNamesProvider() {
		HttpResponse<String> answer = service.get("/.well-known/oauth-protected-resource");
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.body()).contains("\"authorization_servers\":[\"" + issuer.issuer() + "\"]",
				"\"bearer_methods_supported\":[\"header\"]", "\"tls_client_certificate_bound_access_tokens\":false");
	}

}
