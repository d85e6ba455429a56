package io.wegrant.server.authorization;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.nimbusds.jose.jwk.ECKey;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.oauth2.client.endpoint.DefaultOAuth2TokenRequestHeadersConverter;
import org.springframework.security.oauth2.client.endpoint.NimbusJwtClientAuthenticationParametersConverter;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;

import io.wegrant.server.Answer;
import io.wegrant.server.ClientKeyServer;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.Programs;
import io.wegrant.server.TestProvider;

import static io.wegrant.server.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that others wrote. Some encode what they send by HTTP Basic, as RFC 6749
 * section 2.3.1 says, and some do not.
 */
@ExtendWith(OutputCaptureExtension.class)
class RealClientsTests {

	private static final String DOCUMENTED = documented();

	/** As the documents say, and as people make them. */
	private static final List<String> SECRETS = List.of(DOCUMENTED, "q3+b/7yT+Wm0Zk/9vA1sE5uJ8hN2rX4cL6dQ0gF+oP8=",
			"half%4of+it: %zz%", "100%25 of it");

	private static final String JWT_CLIENT = "client-0";

	private static final ECKey KEY = ClientKeyServer.key("key-1");

	private static final ClientKeyServer KEYS = new ClientKeyServer();

	private final TestProvider provider = TestProvider.shared(Database.H2, settings());

	private final String tokenEndpoint = this.provider.request("/oauth2/token").build().uri().toString();

	RealClientsTests() {
		KEYS.publish(JWT_CLIENT, KEY);
	}

	private static String[] settings() {
		Stream<String> secrets = IntStream.range(0, SECRETS.size())
			.boxed()
			.flatMap((i) -> Stream.of(registration(i) + "client-id=" + clientId(i),
					registration(i) + "client-secret=" + SECRETS.get(i)));
		return Stream.concat(Arrays.stream(KEYS.registrations()), secrets).toArray(String[]::new);
	}

	private static String registration(int secret) {
		return "wegrant.clients.registrations[" + (ClientKeyServer.CLIENTS + secret) + "].";
	}

	private static String clientId(int secret) {
		return (secret == 0) ? "back-end" : "back+end %2B" + secret;
	}

	static IntStream secrets() {
		return IntStream.range(0, SECRETS.size());
	}

	@Test
	@DisplayName("X09: a secret that is made as the documents say reads the same, encoded or not")
	void makeWhenAsDocumentedThenNothingToEncode() {
		assertThat(DOCUMENTED).hasSize(64);
		assertThat(encode(DOCUMENTED)).isEqualTo(DOCUMENTED);
	}

	@ParameterizedTest
	@MethodSource("secrets")
	@DisplayName("X09: HTTP Basic encoded and unencoded, and client_secret_post; a wrong one is still wrong")
	void requestWhenSecretIsSentEitherWayThenToken(int secret) {
		Form encoded = Form.grant("client_credentials").as(encode(clientId(secret)), encode(SECRETS.get(secret)));
		Form raw = Form.grant("client_credentials").as(clientId(secret), SECRETS.get(secret));
		Form post = Form.grant("client_credentials")
			.with("client_id", clientId(secret))
			.with("client_secret", SECRETS.get(secret));
		Form wrong = Form.grant("client_credentials").as(clientId(secret), SECRETS.get(secret) + "x");
		Form twice = Form.grant("client_credentials")
			.as(encode(encode(clientId(secret) + "%")), encode(encode(SECRETS.get(secret) + "%")));

		assertThat(List.of(encoded, raw, post)).allSatisfy((form) -> {
			Answer answer = this.provider.token(form);
			assertThat(answer.status()).as(answer.body()).isEqualTo(200);
			assertThat(answer.claims().required("client_id").asString()).isEqualTo(clientId(secret));
		});
		assertThat(this.provider.token(wrong)).isRefused(401, "invalid_client");
		assertThat(this.provider.token(twice)).isRefused(401, "invalid_client");
	}

	@ParameterizedTest
	@MethodSource("secrets")
	@DisplayName("X04: the client_id beside HTTP Basic is that of the same client")
	void requestWhenClientIdIsAnothersThenInvalidRequest(int secret) {
		Form raw = Form.grant("client_credentials").as(clientId(secret), SECRETS.get(secret));
		Form same = Form.grant("client_credentials")
			.as(clientId(secret), SECRETS.get(secret))
			.with("client_id", clientId(secret));
		Form encoded = Form.grant("client_credentials")
			.as(encode(clientId(secret)), encode(SECRETS.get(secret)))
			.with("client_id", clientId(secret));

		assertThat(this.provider.token(raw.with("client_id", clientId((secret + 1) % SECRETS.size())))).isRefused(400,
				"invalid_request");
		assertThat(this.provider.token(same).status()).isEqualTo(200);
		assertThat(this.provider.token(encoded).status()).isEqualTo(200);
	}

	@ParameterizedTest
	@MethodSource("secrets")
	@DisplayName("X09: curl -u, encoded and unencoded")
	void curlWhenSecretIsSentEitherWayThenToken(int secret) throws Exception {
		Programs.assumeThereIs("curl", "--version");

		assertAreTokens(curl(clientId(secret) + ":" + SECRETS.get(secret)), 1);
		assertAreTokens(curl(encode(clientId(secret)) + ":" + encode(SECRETS.get(secret))), 1);
		assertThat(curl(clientId(secret) + ":" + SECRETS.get(secret) + "x")).contains("invalid_client");
	}

	private String curl(String credentials) throws Exception {
		return Programs.run(Map.of(), "", "curl", "-s", "-u", credentials, "-d", "grant_type=client_credentials",
				this.tokenEndpoint);
	}

	@Test
	@DisplayName("X09: Python's Requests, encoded and unencoded")
	void requestsWhenSecretIsSentEitherWayThenToken() throws Exception {
		Programs.assumeThereIs(Programs.python(), "-c", "import requests");

		assertAreTokens(python("""
				import requests
				from urllib.parse import quote_plus
				for client_id, secret in pairs:
				    for encoded in (lambda text: text, quote_plus):
				        print(requests.post(endpoint, auth=(encoded(client_id), encoded(secret)),
				                            data={'grant_type': 'client_credentials'}).text)"""), 2 * SECRETS.size());
	}

	@Test
	@DisplayName("X09: Python's urllib, which every Python has")
	void urllibWhenSecretIsSentThenToken() throws Exception {
		Programs.assumeThereIs(Programs.python(), "--version");

		assertAreTokens(python("""
				import base64, urllib.request
				for client_id, secret in pairs:
				    request = urllib.request.Request(endpoint, b'grant_type=client_credentials')
				    credentials = base64.b64encode((client_id + ':' + secret).encode()).decode()
				    request.add_header('Authorization', 'Basic ' + credentials)
				    print(urllib.request.urlopen(request).read().decode())"""), SECRETS.size());
	}

	@Test
	@DisplayName("X09: Authlib, by HTTP Basic and in the body")
	void authlibWhenSecretIsSentThenToken() throws Exception {
		Programs.assumeThereIs(Programs.python(), "-c", "import authlib, requests");

		assertAreTokens(python("""
				import json
				from authlib.integrations.requests_client import OAuth2Session
				for client_id, secret in pairs:
				    for method in ('client_secret_basic', 'client_secret_post'):
				        session = OAuth2Session(client_id, secret, token_endpoint_auth_method=method)
				        print(json.dumps(session.fetch_token(endpoint, grant_type='client_credentials')))"""),
				2 * SECRETS.size());
	}

	@Test
	@DisplayName("X03: Authlib with private_key_jwt, which sends no client_id; its assertions live an hour unless told")
	void authlibWhenItSignsThenToken() throws Exception {
		Programs.assumeThereIs(Programs.python(), "-c", "import authlib, requests");
		String script = """
				import json, sys, time
				from authlib.integrations.requests_client import OAuth2Session
				from authlib.oauth2.rfc7523 import PrivateKeyJWT
				endpoint, audience, client_id = sys.argv[1:]
				key = json.loads(sys.stdin.read())
				for lifetime in (60, 60, 3600):
				    session = OAuth2Session(client_id, key, token_endpoint_auth_method='private_key_jwt')
				    session.register_client_auth_method(
				        PrivateKeyJWT(audience, claims={'exp': int(time.time()) + lifetime}, alg='ES256'))
				    try:
				        print(json.dumps(session.fetch_token(endpoint, grant_type='client_credentials')))
				    except Exception as refused:
				        print(refused)""";

		String output = Programs.run(Map.of(), KEY.toJSONString(), Programs.python(), "-c", script, this.tokenEndpoint,
				TestProvider.ISSUER + "/oauth2/token", JWT_CLIENT);

		assertAreTokens(output, 2);
		assertThat(output).contains("invalid_client");
	}

	@ParameterizedTest
	@MethodSource("secrets")
	@DisplayName("X09: Spring Security's client, encoded and unencoded, by HTTP Basic and in the body")
	void springWhenSecretIsSentEitherWayThenToken(int secret) {
		for (boolean encodes : List.of(true, false)) {
			DefaultOAuth2TokenRequestHeadersConverter<OAuth2ClientCredentialsGrantRequest> headers = new DefaultOAuth2TokenRequestHeadersConverter<>();
			headers.setEncodeClientCredentials(encodes);
			RestClientClientCredentialsTokenResponseClient client = new RestClientClientCredentialsTokenResponseClient();
			client.setHeadersConverter(headers);

			for (ClientAuthenticationMethod method : List.of(ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
					ClientAuthenticationMethod.CLIENT_SECRET_POST)) {
				assertThat(client
					.getTokenResponse(new OAuth2ClientCredentialsGrantRequest(
							registration(clientId(secret), method).clientSecret(SECRETS.get(secret)).build()))
					.getAccessToken()
					.getTokenValue()).isNotEmpty();
			}
		}
	}

	@Test
	@DisplayName("X03: Spring Security's client with private_key_jwt, again and again")
	void springWhenItSignsThenToken() {
		RestClientClientCredentialsTokenResponseClient client = new RestClientClientCredentialsTokenResponseClient();
		NimbusJwtClientAuthenticationParametersConverter<OAuth2ClientCredentialsGrantRequest> signing = new NimbusJwtClientAuthenticationParametersConverter<>(
				(registration) -> KEY);
		signing.setJwtClientAssertionCustomizer((assertion) -> {
			assertion.getHeaders().keyId("key-1");
			// The provider's own name, which it does not have at the port of a test.
			assertion.getClaims().audience(List.of(TestProvider.ISSUER + "/oauth2/token"));
		});
		client.addParametersConverter(signing);

		for (int i = 0; i < 3; i++) {
			assertThat(client
				.getTokenResponse(new OAuth2ClientCredentialsGrantRequest(
						registration(JWT_CLIENT, ClientAuthenticationMethod.PRIVATE_KEY_JWT).build()))
				.getAccessToken()
				.getTokenValue()).isNotEmpty();
		}
	}

	private ClientRegistration.Builder registration(String clientId, ClientAuthenticationMethod method) {
		return ClientRegistration.withRegistrationId("wegrant")
			.tokenUri(this.tokenEndpoint)
			.clientId(clientId)
			.clientAuthenticationMethod(method)
			.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS);
	}

	@Test
	@DisplayName("X09: a secret that reads in two ways is named at the start, without the secret")
	void startWhenSecretIsAmbiguousThenWarned(CapturedOutput output) {
		List<String> settings = List.of("[0].client-id=one", "[0].client-secret=a+b", "[1].client-id=two",
				"[1].client-secret=x", "[1].previous-client-secret=50%25", "[2].client-id=three+",
				"[2].client-secret=x", "[3].client-id=four", "[3].client-secret=" + DOCUMENTED,
				"[3].previous-client-secret=-._~/=:");
		TestProvider.start(Database.H2.create(),
				settings.stream().map((setting) -> "wegrant.clients.registrations" + setting).toArray(String[]::new))
			.close();

		assertThat(output.getOut()
			.lines()
			.filter((line) -> line.matches(".* A secret of client (one|two|three\\+|four) .*"))).hasSize(3)
			.allSatisfy((line) -> assertThat(line).contains("openssl rand -hex 32").doesNotContain("a+b", "50%"))
			.satisfiesExactly((line) -> assertThat(line).contains(" one "),
					(line) -> assertThat(line).contains(" two "), (line) -> assertThat(line).contains(" three+ "));
	}

	private static void assertAreTokens(String output, int count) {
		assertThat(output.lines().filter((line) -> line.contains("\"access_token\""))).as(output).hasSize(count);
	}

	private static String encode(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8);
	}

	/** Runs a script for all clients and their secrets. */
	private String python(String script) throws IOException, InterruptedException {
		String begin = "import sys\nendpoint = sys.argv[1]\npairs = list(zip(sys.argv[2::2], sys.argv[3::2]))\n";
		Stream<String> pairs = secrets().boxed().flatMap((i) -> Stream.of(clientId(i), SECRETS.get(i)));
		return Programs.run(Map.of(), "",
				Stream.concat(Stream.of(Programs.python(), "-c", begin + script, this.tokenEndpoint), pairs)
					.toArray(String[]::new));
	}

	private static String documented() {
		try {
			Matcher command = Pattern.compile("`(openssl rand [^`]+)`")
				.matcher(Files.readString(Path.of("../docs/settings.md")));
			assertThat(command.find()).isTrue();
			return Programs.run(Map.of(), "", command.group(1).split(" ", -1)).strip();
		}
		catch (IOException ex) {
			// There is no openssl here. What it makes looks like this.
			return "0123456789abcdef".repeat(4);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
