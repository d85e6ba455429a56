package io.wegrant.server;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static io.wegrant.server.TestProvider.APPID;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Parameters that Tomcat cannot read, in the query or in a form.
 */
class MalformedParametersTests {

	private static final List<String> MALFORMED = List.of("after=%ff", "after=%C0%80", "page=%ed%a0%80", "page=%zz",
			"page=%a", "%", "%00%ff=1", "=1", "=".repeat(1000), "page=0&=", many());

	private final TestProvider provider = TestProvider.shared(Database.H2);

	private final String user = this.provider.loginToAccount(APPID, "alice").accessToken();

	private final String administrator = this.provider
		.token(Form.grant("client_credentials").as("admin-cli", "admin-cli-secret"))
		.accessToken();

	private static String many() {
		return IntStream.range(0, 1_100).mapToObj((number) -> "a" + number + "=").collect(Collectors.joining("&"));
	}

	static Stream<Arguments> formsAndEndpoints() {
		return combine("/oauth2/token", "/oauth2/revoke", "/oauth2/introspect");
	}

	static Stream<Arguments> readers() {
		return combine("/oauth2/revocations", "/account/sessions", "/admin/api/sessions", "/admin/api/staff",
				"/admin/api/union-conflicts", "/admin/api/account-events/waiting", "/admin/api/account-events/dead");
	}

	static Stream<Arguments> actuators() {
		return combine("/actuator/health", "/actuator/health/readiness", "/actuator/metrics/jvm.memory.used",
				"/actuator/prometheus");
	}

	static Stream<Arguments> documents() {
		return combine("/oauth2/jwks", "/.well-known/oauth-authorization-server", "/account/openapi.json",
				"/admin/api/openapi.json", "/admin/api/keys", "/userinfo", "/account/export");
	}

	static Stream<String> everything() {
		return Stream.of("/oauth2/token", "/oauth2/revoke", "/oauth2/introspect", "/oauth2/jwks", "/oauth2/revocations",
				"/.well-known/oauth-authorization-server", "/userinfo", "/account/sessions", "/account/profile",
				"/account/phone", "/account/avatar", "/account/openapi.json", "/admin/api/sessions",
				"/admin/api/staff/import", "/admin/api/keys/rotate", "/wechat/events/" + APPID, "/error", "/nothing");
	}

	private static Stream<Arguments> combine(String... paths) {
		return Stream.of(paths).flatMap((path) -> MALFORMED.stream().map((malformed) -> Arguments.of(path, malformed)));
	}

	@ParameterizedTest(name = "{0} {index}")
	@MethodSource("formsAndEndpoints")
	void postWhenFormIsMalformedThenInvalidRequest(String path, String form) throws IOException {
		String answer = send("POST", path, form("application/x-www-form-urlencoded", form));

		assertThat(answer).startsWith("HTTP/1.1 400 ").contains("\"error\":\"invalid_request\"");
	}

	@ParameterizedTest(name = "{0} {index}")
	@MethodSource("readers")
	void getWhenQueryIsMalformedThenProblem(String path, String query) throws IOException {
		String answer = send("GET", path + "?" + query, "\r\n");

		assertIsProblem(answer);
	}

	@ParameterizedTest(name = "{0} {index}")
	@MethodSource("actuators")
	void manageWhenQueryIsMalformedThenProblem(String path, String query) throws IOException {
		String answer = RawRequest.send(this.provider.management("/").build().uri().getPort(),
				head("GET", path + "?" + query) + "\r\n");

		assertIsProblem(answer);
	}

	@ParameterizedTest(name = "{0} {index}")
	@MethodSource("documents")
	@DisplayName("What has no parameters does not look at any")
	void getWhenQueryIsMalformedAndNobodyReadsItThenAnswered(String path, String query) throws IOException {
		assertThat(send("GET", path + "?" + query, "\r\n")).startsWith("HTTP/1.1 200 ");
	}

	@ParameterizedTest
	@MethodSource("everything")
	void sendWhenAnyMethodAndFormAreMalformedThenTheFaultIsTheCallers(String path) throws IOException {
		for (String malformed : List.of("after=%ff", "page=%zz", "=1", many())) {
			List<String> bodies = List.of("\r\n", form("application/x-www-form-urlencoded", malformed),
					form("multipart/form-data; boundary=a",
							"--a\r\nContent-Disposition: form-data; name\r\n" + malformed),
					form("multipart/form-data", malformed));
			for (String method : List.of("GET", "POST", "PUT", "DELETE", "PATCH")) {
				for (String body : bodies) {
					assertThat(send(method, path + "?" + malformed, body)).as("%s %s", method, body)
						.matches("(?s)HTTP/1\\.1 (20[04]|4[0-9][0-9]) .*");
				}
			}
		}
	}

	private String send(String method, String target, String rest) throws IOException {
		String token = target.startsWith("/admin") ? this.administrator : this.user;
		return RawRequest.send(this.provider.request("/").build().uri().getPort(),
				head(method, target) + "Authorization: Bearer " + token + "\r\n" + rest);
	}

	private static String head(String method, String target) {
		return method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
	}

	private static String form(String contentType, String form) {
		return "Content-Type: " + contentType + "\r\nContent-Length: " + form.length() + "\r\n\r\n" + form;
	}

	private static void assertIsProblem(String answer) {
		assertThat(answer).startsWith("HTTP/1.1 400 ")
			.contains("application/problem+json", "\"status\":400")
			.doesNotContain("Exception", "Invalid chunk", "decoding", "a1=");
	}

}
