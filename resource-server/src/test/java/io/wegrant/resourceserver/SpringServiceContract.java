package io.wegrant.resourceserver;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a service with one of the starters does beyond {@link ServiceContract}: problem
 * details, authorities, method security, a chain of the service's own. It answers at
 * {@code /me} also to POST, and with {@code subject}, {@code name} and
 * {@code authorities}; {@code /staff} is for the role {@code STAFF}.
 */
public abstract class SpringServiceContract extends ServiceContract {

	private static final String EVENTS = "wechat.events";

	/**
	 * Starts a service with a chain of its own, in which {@code /open} is open,
	 * {@code /goods} needs the scope {@code goods.read}, and the provider alone may post
	 * to {@code /wechat/events}, for any client, and to {@code /wechat/events/shop}, for
	 * the client {@code shop}.
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

	@Test
	@DisplayName("W06 only the provider itself passes pushes of WeChat's on")
	void postWhenPushIsNotFromTheProviderThenRefused() {
		try (HttpService own = startWithOwnChain(issuer().issuer())) {
			for (String path : List.of("/wechat/events", "/wechat/events/shop")) {
				assertThat(post(own, path, push().sign()).body()).isEqualTo("{\"ErrCode\":0}");
				Stream.of(token().scope("goods.read appointments"), token().scope(EVENTS),
						token().without("user_epoch").scope(EVENTS), push().claim("sid", "s-1").claim("user_epoch", 0),
						push().claim("user_epoch", 0), push().scope(EVENTS + " goods.read"), push().scope("profile"),
						push().without("scope"), push().claim("sub", "u-1"))
					.map((token) -> post(own, path, token.sign()))
					.forEach((answer) -> {
						assertProblem(answer, 403, "The access token does not permit this request.");
						assertThat(challenge(answer)).startsWith("Bearer error=\"insufficient_scope\"");
					});
				Stream
					.of(push().claim("aud", "http://other.test"), push().shifted(-3600),
							push().claim("iss", "http://other.test"), push().without("client_epoch"))
					.map((token) -> post(own, path, token.sign()))
					.forEach((answer) -> assertThat(answer.statusCode()).isEqualTo(401));
				assertProblem(own.send(own.request(path).POST(HttpRequest.BodyPublishers.ofString("{}")).build()), 401,
						"An access token is required.");
			}
			String another = push().claim("sub", "other").claim("client_id", "other").sign();
			assertThat(post(own, "/wechat/events", another).statusCode()).isEqualTo(200);
			assertThat(post(own, "/wechat/events/shop", another).statusCode()).isEqualTo(403);
			assertThat(own.get("/goods", push().sign()).statusCode()).isEqualTo(403);
		}
	}

	private TestAccessToken push() {
		return token().claim("sub", "shop")
			.claim("client_id", "shop")
			.claim("appid", "wx1234567890abcdef")
			.without("user_epoch")
			.without("roles")
			.scope(EVENTS);
	}

	private static HttpResponse<String> post(HttpService service, String path, String token) {
		return service.send(service.request(path)
			.header("Authorization", "Bearer " + token)
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString("{}"))
			.build());
	}

}
