package io.wegrant.server;

import java.net.http.HttpRequest;
import java.util.List;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.DisplayName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Token requests over HTTP, so that what decodes the form takes part.
 */
class TokenRequestFuzzTests {

	private static final TestProvider provider = TestProvider.start(Database.H2.create(),
			"logging.level.io.wegrant=off");

	@FuzzTest(maxDuration = "60s")
	@DictionaryEntries({ "grant_type=", "wechat_code", "refresh_token", "client_credentials", "&client_id=",
			"&client_secret=", "&client_assertion=", "&client_assertion_type=", "&code=", "&phone_code=", "&scope=",
			"&resource=", "&device=", "&refresh_token=", "%00", "%ff", "%F0%9F%98%80", TestProvider.APPID,
			TestProvider.SERVICE, TestProvider.RESOURCE, TestProvider.ISSUER })
	@DisplayName("B04: whatever is posted to the token endpoint is answered with an error of OAuth")
	void tokenWhenAnyBytesThenRefusedWithOAuthError(byte[] body) {
		// Jazzer takes calls to WeChat for an attack otherwise.
		BugDetectors.allowNetworkConnections();
		Answer answer = provider.send(provider.request("/oauth2/token")
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(HttpRequest.BodyPublishers.ofByteArray(body)));

		assertThat(answer.status()).isIn(400, 401);
		assertThat(answer.header("Content-Type")).startsWith("application/json");
		assertThat(answer.text("error")).isIn(List.of("invalid_request", "invalid_client", "invalid_grant",
				"unauthorized_client", "unsupported_grant_type", "invalid_scope", "invalid_target"));
	}

}
