package io.wegrant.server;

import java.io.IOException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is no HTTP, or not enough of it, to reach a filter.
 */
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

}
