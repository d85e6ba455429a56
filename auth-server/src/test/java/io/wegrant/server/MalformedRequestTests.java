package io.wegrant.server;

import java.io.IOException;
import java.util.Locale;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is no HTTP, or not enough of it, to reach a filter.
 */
@ExtendWith(OutputCaptureExtension.class)
class MalformedRequestTests {

	private final TestProvider provider = TestProvider.shared(Database.H2);

	@ParameterizedTest
	@ValueSource(strings = { "GET /oauth2/jwks%2f HTTP/1.1\r\nHost: localhost\r\n\r\n",
			"GET /oauth2/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET /oauth2/jwks HTTP/1.1\r\n\r\n",
			"GET /<script> HTTP/1.1\r\nHost: localhost\r\n\r\n", "NONSENSE\r\n\r\n",
			"GET /oauth2/jwks HTTP/9.9\r\nHost: localhost\r\n\r\n",
			"GET /oauth2/jwks HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
			"GET /oauth2/jwks HTTP/1.1\r\nHost: <script>\r\n\r\n",
			"POST /oauth2/token HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: nonsense\r\n\r\n",
			"POST /oauth2/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n" })
	@DisplayName("T04: what Tomcat refuses by itself is answered without a page, and says nothing of the server")
	void requestWhenMalformedThenProblemWithoutPage(String request) throws IOException {
		String answer = RawRequest.send(this.provider.request("/").build().uri().getPort(), request);

		assertThat(answer).matches("(?s)HTTP/1\\.1 (400|501|505) .*");
		assertThat(answer).contains("application/problem+json", "\"status\":" + answer.substring(9, 12))
			.doesNotContainIgnoringCase("<html", "tomcat", "exception", "script");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/userinfo", "/account/sessions", "/admin/api/sessions" })
	@DisplayName("A header of control characters is refused as a bad request wherever it is read")
	void requestWhenHeaderHasControlCharactersThenBadRequest(String path) throws IOException {
		String answer = RawRequest.send(this.provider.request("/").build().uri().getPort(),
				String.format(Locale.ROOT, """
						GET %s HTTP/1.1\r
						Host: localhost\r
						Connection: close\r
						Authorization: Bearer \205\237\r
						\r
						""", path));

		assertThat(answer).startsWith("HTTP/1.1 400 ").contains("application/problem+json", "\"status\":400");
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET /userinfo?access_token=%s^ HTTP/1.1\r\nHost: localhost\r\n\r\n",
			"GET /userinfo HTTP/1.1\r\nHost: localhost\r\nAuthorization Bearer %s\r\n\r\n",
			"GET /userinfo HTTP/1.1\r\nHost: localhost\r\nX-%s\001: 1\r\n\r\n" })
	@DisplayName("B05: what Tomcat cannot read is not written to the log")
	void startWhenRequestsAreMalformedThenLogQuotesNone(String request, CapturedOutput output) throws IOException {
		// Tomcat says so once in a while, so this is one of its own.
		try (TestProvider fresh = TestProvider.start(Database.H2.create())) {
			RawRequest.send(fresh.request("/").build().uri().getPort(),
					String.format(Locale.ROOT, request, "a-secret-that-leaks"));
		}

		assertThat(output.getAll()).contains("Tomcat started").doesNotContain("a-secret-that-leaks");
	}

}
