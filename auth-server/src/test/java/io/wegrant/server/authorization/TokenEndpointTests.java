package io.wegrant.server.authorization;

import java.net.http.HttpRequest;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
 * The rules that hold for every grant.
 */
class TokenEndpointTests {

	private final TestProvider provider = TestProvider.shared(Database.H2);

	@ParameterizedTest
	@ValueSource(strings = { "GET", "PUT", "DELETE", "HEAD" })
	@DisplayName("T01: POST only")
	void requestWhenMethodIsNotPostThenRefused(String method) {
		Answer answer = this.provider
			.send(this.provider.request("/oauth2/token").method(method, HttpRequest.BodyPublishers.noBody()));

		assertThat(answer.status()).isEqualTo(405);
		assertThat(answer.header("Allow")).isEqualTo("POST");
	}

	@ParameterizedTest
	@ValueSource(strings = { "grant_type", "client_id", "code", "scope", "anything" })
	@DisplayName("T02: a repeated parameter is invalid_request")
	void requestWhenParameterIsRepeatedThenInvalidRequest(String name) {
		Form form = Form.login(APPID, WECHAT.loginCode(APPID, "alice"))
			.with("scope", "profile")
			.with("anything", "x")
			.with(name, "x");

		assertThat(this.provider.token(form)).isRefused(400, "invalid_request");
	}

	@Test
	@DisplayName("T02: an unknown parameter is ignored, an empty one counts as absent")
	void requestWhenParametersAreUnknownOrEmptyThenIgnored() {
		Form form = Form.login(APPID, WECHAT.loginCode(APPID, "alice"))
			.with("unknown", "x")
			.with("scope", "")
			.with("resource", "")
			.with("client_secret", "")
			.with("device", "");

		assertThat(this.provider.token(form)).grantsTokens();
	}

	@Test
	@DisplayName("T02: an empty code counts as absent")
	void requestWhenCodeIsEmptyThenInvalidRequest() {
		assertThat(this.provider.token(Form.login(APPID, ""))).isRefused(400, "invalid_request");
	}

	@Test
	@DisplayName("T04: a control character in the name of a parameter is invalid_request")
	void requestWhenNameHasControlCharacterThenInvalidRequest() {
		assertThat(this.provider.token(Form.login(APPID, "x").with("a\0b", "x"))).isRefused(400, "invalid_request");
	}

	@Test
	@DisplayName("T04: a missing grant_type is invalid_request")
	void requestWhenGrantTypeIsMissingThenInvalidRequest() {
		assertThat(this.provider.token(new Form().with("client_id", APPID))).isRefused(400, "invalid_request");
	}

	@ParameterizedTest
	@ValueSource(strings = { "authorization_code", "password", "urn:ietf:params:oauth:grant-type:device_code",
			"urn:ietf:params:oauth:grant-type:token-exchange", "WECHAT_CODE" })
	@DisplayName("T04: a grant that is not offered is unsupported_grant_type")
	void requestWhenGrantTypeIsUnknownThenUnsupportedGrantType(String grantType) {
		assertThat(this.provider.token(Form.grant(grantType).with("client_id", APPID).with("code", "x"))).isRefused(400,
				"unsupported_grant_type");
	}

	@Test
	@DisplayName("T04: no client is invalid_client")
	void requestWhenClientIsMissingThenInvalidClient() {
		assertThat(this.provider.token(Form.grant("wechat_code").with("code", "x"))).isRefused(401, "invalid_client");
	}

	@Test
	@DisplayName("T04: an unknown client is invalid_client")
	void requestWhenClientIsUnknownThenInvalidClient() {
		assertThat(this.provider.token(Form.login("wx0000000000000000", "x"))).isRefused(401, "invalid_client");
	}

	@Test
	@DisplayName("T04: failed Basic authentication is 401 with WWW-Authenticate")
	void requestWhenSecretIsWrongThenChallenged() {
		Answer answer = this.provider.token(Form.grant("client_credentials").as(SERVICE, "wrong"));

		assertThat(answer).isRefused(401, "invalid_client");
		assertThat(answer.header("WWW-Authenticate")).startsWith("Basic ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Basic", "Basic abc", "Basic !!!!", "Basic YWJj" })
	@DisplayName("T04: a malformed Authorization header is 401 with WWW-Authenticate")
	void requestWhenBasicIsMalformedThenChallenged(String authorization) {
		Answer answer = this.provider.send(this.provider.request("/oauth2/token")
			.header("Content-Type", "application/x-www-form-urlencoded")
			.header("Authorization", authorization)
			.POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials")));

		assertThat(answer).isRefused(401, "invalid_client");
		assertThat(answer.header("WWW-Authenticate")).startsWith("Basic ");
	}

	@Test
	@DisplayName("T04: a confidential client is not known by its client_id alone")
	void requestWhenSecretIsMissingThenInvalidClient() {
		assertThat(this.provider.token(Form.grant("client_credentials").with("client_id", SERVICE))).isRefused(401,
				"invalid_client");
	}

	@Test
	@DisplayName("T04: a public client with a secret is not taken for another kind")
	void requestWhenPublicClientSendsSecretThenInvalidClient() {
		assertThat(this.provider.token(Form.login(APPID, "x").with("client_secret", "x"))).isRefused(401,
				"invalid_client");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			application/json                  | {"grant_type":"wechat_code"}
			text/plain                        | grant_type=wechat_code
			nonsense                          | grant_type=wechat_code
			application/x-www-form-urlencoded | grant_type=%zz
			""")
	@DisplayName("T04: what is no form is invalid_request")
	void requestWhenBodyIsNoFormThenInvalidRequest(String contentType, String body) {
		assertThat(this.provider.send(this.provider.request("/oauth2/token")
			.header("Content-Type", contentType)
			.POST(HttpRequest.BodyPublishers.ofString(body)))).isRefused(400, "invalid_request");
	}

	@ParameterizedTest
	@ValueSource(strings = { "GBK", "ISO-8859-1", "utf-16", "\"gb18030\"", "us-ascii", "nonsense", "" })
	@DisplayName("X04: a form in another charset than UTF-8 is invalid_request")
	void requestWhenCharsetIsAnotherThenInvalidRequest(String charset) {
		assertThat(login("application/x-www-form-urlencoded; charset=" + charset)).isRefused(400, "invalid_request");
	}

	@ParameterizedTest
	@ValueSource(strings = { ";charset=utf-8", "; charset=UTF-8", "; CHARSET=\"Utf-8\"", "" })
	void requestWhenCharsetIsUtf8ThenGranted(String charset) {
		assertThat(login("application/x-www-form-urlencoded" + charset)).grantsTokens();
	}

	private Answer login(String contentType) {
		return this.provider.send(this.provider.request("/oauth2/token")
			.header("Content-Type", contentType)
			.POST(HttpRequest.BodyPublishers
				.ofString(Form.login(APPID, WECHAT.loginCode(APPID, "alice")).with("device", "手机").body())));
	}

	@ParameterizedTest
	@ValueSource(strings = { "\0", "\t", "\n", " ", "\0 \0", "profile\0", "\0profile", "profile\tphone",
			"profile \u0001", "pro\"file", "profile\u00A0phone", "profile\u3000phone", "\u202Eprofile" })
	@DisplayName("X04: a scope of control characters, or of others that no scope has, is invalid_scope")
	void requestWhenScopeHasWhatNoScopeHasThenInvalidScope(String scope) {
		Form login = Form.login(APPID, WECHAT.loginCode(APPID, "alice")).with("scope", scope);
		Answer session = this.provider.login(APPID, "alice");
		Form service = Form.grant("client_credentials").as("admin-cli", "admin-cli-secret").with("scope", scope);

		assertThat(this.provider.token(login)).isRefused(400, "invalid_scope");
		assertThat(this.provider.token(Form.refresh(APPID, session.refreshToken()).with("scope", scope))).isRefused(400,
				"invalid_scope");
		assertThat(this.provider.token(service)).isRefused(400, "invalid_scope");
	}

	@Test
	@DisplayName("T07: scopes with too many spaces between are the scopes")
	void requestWhenScopeHasMoreSpacesThenTaken() {
		Answer login = this.provider
			.token(Form.login(APPID, WECHAT.loginCode(APPID, "alice")).with("scope", " profile   phone "));

		assertThat(login).grantsTokens();
		assertThat(login.text("scope").split(" ")).containsExactlyInAnyOrder("profile", "phone");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "\0", "a\nb", "a\tb", "\u001B[31m", "\u0085", "a\u202Egpj", "\u2066a", "a\u200F", "\u2028" })
	@DisplayName("X04: control and direction characters in device are invalid_request, before WeChat is called")
	void loginWhenDeviceHasControlCharactersThenInvalidRequest(String device) {
		String code = WECHAT.loginCode(APPID, "alice");

		assertThat(this.provider.token(Form.login(APPID, code).with("device", device))).isRefused(400,
				"invalid_request");
		assertThat(this.provider.token(Form.login(APPID, code).with("device", "📱"))).grantsTokens();
	}

	@Test
	@DisplayName("T04: a body that is far too long is invalid_request")
	void requestWhenBodyIsTooLongThenInvalidRequest() {
		assertThat(this.provider.token(Form.login(APPID, "x".repeat(100_000)))).isRefused(400, "invalid_request");
	}

	@ParameterizedTest
	@ValueSource(strings = { "client_id=" + SERVICE + "&client_secret=" + SERVICE_SECRET, "code=x", "x" })
	@DisplayName("T05: credentials in the URI are refused")
	void requestWhenParametersAreInTheUriThenInvalidRequest(String query) {
		assertThat(this.provider.send(this.provider.request("/oauth2/token?" + query)
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))))
			.isRefused(400, "invalid_request");
	}

	@Test
	@DisplayName("T06: a mini-program cannot use client_credentials")
	void requestWhenMiniProgramWantsItsOwnTokenThenUnauthorizedClient() {
		assertThat(this.provider.token(Form.grant("client_credentials").with("client_id", APPID))).isRefused(400,
				"unauthorized_client");
	}

	@Test
	@DisplayName("T06: a service cannot use wechat_code")
	void requestWhenServiceSendsCodeThenUnauthorizedClient() {
		String code = WECHAT.loginCode(APPID, "alice");

		assertThat(this.provider.token(Form.grant("wechat_code").as(SERVICE, SERVICE_SECRET).with("code", code)))
			.isRefused(400, "unauthorized_client");
	}

	@Test
	@DisplayName("T06: a service cannot refresh")
	void requestWhenServiceRefreshesThenUnauthorizedClient() {
		String refreshToken = this.provider.login(APPID, "alice").refreshToken();

		assertThat(this.provider
			.token(Form.grant("refresh_token").as(SERVICE, SERVICE_SECRET).with("refresh_token", refreshToken)))
			.isRefused(400, "unauthorized_client");
	}

	@Nested
	class ClientCredentials {

		private final TestProvider provider = TestProvider.shared(Database.H2);

		@Test
		void requestWhenSecretIsInHeaderOrBodyThenTokenForTheClient() {
			Answer basic = this.provider.token(Form.grant("client_credentials").as(SERVICE, SERVICE_SECRET));
			Answer post = this.provider.token(
					Form.grant("client_credentials").with("client_id", SERVICE).with("client_secret", SERVICE_SECRET));

			assertThat(basic.status()).isEqualTo(200);
			assertThat(post.status()).isEqualTo(200);
			assertThat(basic.claims().required("sub").asString()).isEqualTo(SERVICE);
			assertThat(basic.claims().required("aud").asString()).isEqualTo(TestProvider.RESOURCE);
			assertThat(basic.claims().propertyNames()).doesNotContain("roles", "sid", "appid", "openid");
			assertThat(basic.json().propertyNames()).containsExactlyInAnyOrder("access_token", "token_type",
					"expires_in", "scope");
		}

		@Test
		@DisplayName("T07: scope only from the registration")
		void requestWhenScopeIsNamedThenNoMoreThanRegistered() {
			Form all = Form.grant("client_credentials").as("admin-cli", "admin-cli-secret");
			Form one = Form.grant("client_credentials").as("admin-cli", "admin-cli-secret").with("scope", "admin.read");
			Form more = Form.grant("client_credentials")
				.as("admin-cli", "admin-cli-secret")
				.with("scope", "admin.read goods.read");

			assertThat(this.provider.token(all).text("scope").split(" ")).containsExactlyInAnyOrder("admin.read",
					"admin.write", "token.introspect", "token.revoke");
			assertThat(this.provider.token(one).claims().required("scope").asString()).isEqualTo("admin.read");
			assertThat(this.provider.token(one).claims().required("aud").asString()).isEqualTo(TestProvider.ISSUER);
			assertThat(this.provider.token(more)).isRefused(400, "invalid_scope");
		}

		@Test
		@DisplayName("T08: resource only from the registration")
		void requestWhenResourceIsForeignThenInvalidTarget() {
			assertThat(this.provider.token(Form.grant("client_credentials")
				.as(SERVICE, SERVICE_SECRET)
				.with("resource", "https://elsewhere.example"))).isRefused(400, "invalid_target");
		}

	}

}
