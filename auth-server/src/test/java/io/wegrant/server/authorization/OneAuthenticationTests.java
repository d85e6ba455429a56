package io.wegrant.server.authorization;

import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.wegrant.server.Answer;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.TestProvider;

import static io.wegrant.server.AnswerAssert.assertThat;
import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.SERVICE;
import static io.wegrant.server.TestProvider.SERVICE_SECRET;
import static io.wegrant.server.TestProvider.WECHAT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A request authenticates its client in one way.
 */
class OneAuthenticationTests {

	private static final List<String> ENDPOINTS = List.of("/oauth2/token", "/oauth2/revoke", "/oauth2/introspect");

	private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

	/** Each way to authenticate, and halves of one. */
	private static final Map<String, String> PARAMETERS = Map.of("client_secret", SERVICE_SECRET, "client_assertion",
			"eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.AA", "client_assertion_type", ASSERTION_TYPE);

	private final TestProvider provider = TestProvider.shared(Database.H2);

	static Stream<Arguments> moreThanOne() {
		List<String> names = PARAMETERS.keySet().stream().sorted().toList();
		return IntStream.range(0, 1 << (names.size() + 1))
			.mapToObj((bits) -> Arguments.of((bits & 1) != 0,
					IntStream.range(0, names.size())
						.filter((index) -> (bits & (2 << index)) != 0)
						.mapToObj(names::get)
						.toList()))
			.filter((each) -> isMoreThanOne((boolean) each.get()[0], (List<?>) each.get()[1]))
			.flatMap((each) -> Stream.of(SERVICE, APPID, "")
				.map((clientId) -> Arguments.of(each.get()[0], each.get()[1], clientId)));
	}

	private static boolean isMoreThanOne(boolean basic, List<?> parameters) {
		boolean assertion = parameters.contains("client_assertion") || parameters.contains("client_assertion_type");
		return Stream.of(basic, parameters.contains("client_secret"), assertion).filter((each) -> each).count() > 1;
	}

	@ParameterizedTest(name = "Basic {0}, {1}, client_id \"{2}\"")
	@MethodSource("moreThanOne")
	@DisplayName("X04: two client authentications in one request are invalid_request, in every combination")
	void requestWhenAuthenticatedTwiceThenInvalidRequest(boolean basic, List<String> parameters, String clientId) {
		for (String endpoint : ENDPOINTS) {
			Form form = Form.grant("client_credentials").with("token", "x");
			parameters.forEach((name) -> form.with(name, PARAMETERS.get(name)));
			if (!clientId.isEmpty()) {
				form.with("client_id", clientId);
			}
			if (basic) {
				form.as(SERVICE, SERVICE_SECRET);
			}

			assertThat(this.provider.post(endpoint, form)).isRefused(400, "invalid_request");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "client_assertion", "client_assertion_type" })
	@DisplayName("X04: a half of an assertion is none, and no reason to take a public client without it")
	void loginWhenAssertionIsHalfThereThenInvalidRequest(String name) {
		assertThat(this.provider.token(Form.login(APPID, "x").with(name, PARAMETERS.get(name)))).isRefused(400,
				"invalid_request");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Bearer x", "Basic x", "" })
	@DisplayName("X04: of two Authorization headers none is taken")
	void requestWhenHeaderIsRepeatedThenInvalidRequest(String other) {
		assertThat(this.provider.send(form("grant_type=client_credentials").header("Authorization", other)
			.header("Authorization", "Basic ZGVtby1zZXJ2aWNlOmRlbW8tc2VydmljZS1zZWNyZXQ=")))
			.isRefused(400, "invalid_request");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Bearer", "Bearer ", "bearer undefined", "Bearer %s", "%s", "", "null", "Basically x" })
	@DisplayName("X04: an Authorization header that is not Basic is not client authentication, and not looked at")
	void loginWhenHeaderIsStrayThenGranted(String header) {
		String token = this.provider.login(APPID, "alice").accessToken();

		Answer login = this.provider.send(form(Form.login(APPID, WECHAT.loginCode(APPID, "alice")).body())
			.header("Authorization", header.replace("%s", token)));
		Answer refresh = this.provider.send(form(Form.refresh(APPID, login.refreshToken()).body())
			.header("Authorization", header.replace("%s", token)));
		Answer revoked = this.provider.send(this.provider.request("/oauth2/revoke")
			.header("Content-Type", "application/x-www-form-urlencoded")
			.header("Authorization", header.replace("%s", token))
			.POST(HttpRequest.BodyPublishers
				.ofString(Form.about(refresh.refreshToken()).with("client_id", APPID).body())));

		assertThat(login).grantsTokens();
		assertThat(refresh).grantsTokens();
		assertThat(revoked.status()).isEqualTo(200);
		assertThat(this.provider.token(Form.refresh(APPID, refresh.refreshToken()))).isRefused(400, "invalid_grant");
	}

	@Test
	@DisplayName("X04: a stray Authorization header proves nothing for a client that has something to prove")
	void requestWhenHeaderIsStrayThenConfidentialClientStillProvesItself() {
		String token = this.provider.token(Form.grant("client_credentials").as(SERVICE, SERVICE_SECRET)).accessToken();

		Answer alone = this.provider.send(
				form("grant_type=client_credentials&client_id=" + SERVICE).header("Authorization", "Bearer " + token));
		Answer proved = this.provider
			.send(form("grant_type=client_credentials&client_id=" + SERVICE + "&client_secret=" + SERVICE_SECRET)
				.header("Authorization", "Bearer " + token));

		assertThat(alone).isRefused(401, "invalid_client");
		assertThat(proved.status()).as(proved.body()).isEqualTo(200);
	}

	private HttpRequest.Builder form(String body) {
		return this.provider.request("/oauth2/token")
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(HttpRequest.BodyPublishers.ofString(body));
	}

}
