package io.wegrant.server;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static io.wegrant.server.AnswerAssert.assertThat;
import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.ISSUER;
import static io.wegrant.server.TestProvider.WECHAT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Browsers, gateways and libraries say that they accept all kinds of things.
 */
class AcceptHeaderStoryTests {

	private final TestProvider provider = TestProvider.shared(Database.MYSQL);

	@ParameterizedTest
	@MethodSource("accepted")
	@DisplayName("what machines read is answered whatever the request accepts")
	void getWhenAnythingIsAcceptedThenAnswered(String accepted) {
		Answer login = this.provider
			.token(Form.login(APPID, WECHAT.loginCode(APPID, "accept-" + UUID.randomUUID())).with("resource", ISSUER));
		assertThat(login).grantsTokens();

		for (String path : List.of("/oauth2/jwks", "/.well-known/oauth-authorization-server", "/oauth2/revocations",
				"/userinfo", "/account/sessions", "/account/export")) {
			Answer answer = get(path, accepted, login.accessToken());
			assertThat(answer.status()).as(path).isEqualTo(200);
			assertThat(answer.header("Content-Type")).as(path)
				.startsWith("/oauth2/revocations".equals(path) ? "application/jwt" : "application/json");
		}
	}

	@ParameterizedTest
	@MethodSource("accepted")
	void getWhenAnythingIsAcceptedThenProblemsAreProblems(String accepted) {
		String token = this.provider
			.token(Form.login(APPID, WECHAT.loginCode(APPID, "accept-" + UUID.randomUUID())).with("resource", ISSUER))
			.accessToken();

		Stream
			.of(get("/account/sessions?size=0", accepted, token), get("/oauth2/revocations?wait=-1", accepted, token),
					get("/userinfo", accepted, "no-token"), get("/account/nothing", accepted, token))
			.forEach((answer) -> {
				assertThat(answer.status()).isIn(400, 401, 404);
				assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
			});
	}

	static Stream<String> accepted() {
		return Stream.of("text/html", "text/html,application/xhtml+xml,application/xml;q=0.9",
				"application/jwk-set+json", "application/jwt", "image/png", "application/json;q=0", "*/*;q=0", "text/*",
				"json", "*", ";", "application/json;charset=x-none", "a/b;" + "c=d;".repeat(500));
	}

	private Answer get(String path, String accepted, String token) {
		return this.provider
			.send(this.provider.request(path).header("Accept", accepted).header("Authorization", "Bearer " + token));
	}

}
