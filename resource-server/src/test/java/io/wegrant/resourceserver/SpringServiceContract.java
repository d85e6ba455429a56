package io.wegrant.resourceserver;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a service with one of the starters does beyond {@link ServiceContract}: problem
 * details, authorities, method security, a chain of the service's own. It answers at
 * {@code /me} also to POST, and with {@code subject}, {@code name} and
 * {@code authorities}; {@code /staff} is for the role {@code STAFF}.
 */
public abstract class SpringServiceContract extends ServiceContract {

	/**
	 * Starts a service with a chain of its own, in which {@code /open} is open and
	 * {@code /goods} needs the scope {@code goods.read}.
	 * @param issuer whose tokens it accepts
	 * @return its address and what ends it
	 */
	protected abstract HttpService startWithOwnChain(String issuer);

	/**
	 * Sees that an answer is a problem and nothing that a browser would keep.
	 * @param answer the answer
	 * @param status its status
	 * @param detail what it says
	 */
	protected static void assertProblem(HttpResponse<String> answer, int status, String detail) {
		assertThat(answer.statusCode()).isEqualTo(status);
		assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(answer.body()).contains("\"status\":" + status, "\"detail\":\"" + detail + "\"");
		assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
		assertThat(answer.headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
	}

	/**
	 * Returns how a refusal asks for another token.
	 * @param answer the refusal
	 * @return the header
	 */
	protected static String challenge(HttpResponse<String> answer) {
		return answer.headers().firstValue("WWW-Authenticate").orElseThrow();
	}

	@Test
	void callWhenTokenIsGoodThenNameIsSubjectAndAuthoritiesAreScopesAndRoles() {
		HttpResponse<String> answer = service().get("/me",
				token().scope("goods.read appointments").roles("STAFF", "USER").sign());
		assertThat(answer.body()).contains("\"subject\":\"u-1\"", "\"name\":\"u-1\"", "\"SCOPE_goods.read\"",
				"\"SCOPE_appointments\"", "\"ROLE_STAFF\"", "\"ROLE_USER\"");
	}

	@Test
	void callWhenNotLetThroughThenProblemAsFromServletServices() {
		assertProblem(service().get("/me"), 401, "An access token is required.");
		assertProblem(service().get("/nowhere"), 401, "An access token is required.");
		assertProblem(service().get("/me", "opaque"), 401,
				"The access token is expired, revoked, malformed or not for this service.");
		assertProblem(service().get("/me?access_token=x", token().sign()), 400,
				"The request carries an access token in more than one way.");
		HttpResponse<String> answer = service().get("/goods", token().scope("profile").sign());
		assertProblem(answer, 403, "The access token does not permit this request.");
		assertThat(challenge(answer)).contains("scope=\"goods.read\"");
		assertThat(answer.body()).contains("\"error\":\"insufficient_scope\"");
	}

	@Test
	void callWhenRoleIsMissingThenInsufficientScopeNamesNone() {
		HttpResponse<String> answer = service().get("/staff", token().scope("STAFF ROLE_STAFF").sign());
		assertProblem(answer, 403, "The access token does not permit this request.");
		assertThat(challenge(answer)).doesNotContain("scope=");
		assertThat(service().get("/staff", token().roles("STAFF").sign()).statusCode()).isEqualTo(200);
	}

	@Test
	void postWhenTokenThenNeedsNoCsrfToken() {
		HttpResponse<String> answer = service().send(service().request("/me")
			.header("Authorization", "Bearer " + token().sign())
			.POST(HttpRequest.BodyPublishers.noBody())
			.build());
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
	}

	@Test
	void callWhenServiceHasChainOfItsOwnThenErrorsAreTheSame() {
		try (HttpService own = startWithOwnChain(issuer().issuer())) {
			assertThat(own.get("/open").statusCode()).isEqualTo(200);
			assertProblem(own.get("/me"), 401, "An access token is required.");
			assertThat(challenge(own.get("/me", "opaque"))).startsWith("Bearer error=\"invalid_token\"");
			HttpResponse<String> answer = own.get("/goods", token().scope("profile").sign());
			assertProblem(answer, 403, "The access token does not permit this request.");
			assertThat(challenge(answer)).startsWith("Bearer error=\"insufficient_scope\"");
		}
	}

	@Test
	void callWhenServiceHasChainOfItsOwnAndProviderIsDownThenUnavailable() {
		try (TestIssuer other = TestIssuer.start()) {
			other.goDown();
			try (HttpService own = startWithOwnChain(other.issuer())) {
				assertProblem(own.get("/me", token().sign()), 503, "Access tokens cannot be checked at the moment.");
			}
		}
	}

}
