package io.wegrant.server;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.wegrant.simulator.traffic.Fault;

import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.SERVICE;
import static io.wegrant.server.TestProvider.SERVICE_SECRET;
import static io.wegrant.server.TestProvider.WECHAT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What operators see.
 */
class ManagementTests {

	private static final String READINESS = "/actuator/health/readiness";

	@Test
	void readyWhenWechatIsAwayAndRequestsUseUpTheDatabaseThenStillReady() {
		TestProvider provider = TestProvider.shared(Database.H2, "wegrant.wechat.base-url=http://127.0.0.1:1");
		provider.takeDatabaseAway();
		try {
			Answer answer = provider.send(provider.management(READINESS));

			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.json().required("components").propertyNames()).containsExactlyInAnyOrder("database",
					"keys", "readinessState", "revocationFeed");
			assertThat(provider.send(provider.management("/actuator/health/liveness")).status()).isEqualTo(200);
		}
		finally {
			provider.giveDatabaseBack();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator", "/actuator/health", "/actuator/prometheus" })
	void askWhenPublicPortThenNotFound(String path) {
		TestProvider provider = TestProvider.shared(Database.H2);

		assertThat(provider.send(provider.request(path)).status()).isEqualTo(404);
	}

	@ParameterizedTest
	@DisplayName("X10: neither what it is made of is told, nor what is in its memory")
	@ValueSource(strings = { "/actuator/sbom", "/actuator/sbom/application", "/actuator/heapdump" })
	void askWhenNotExposedThenNotFound(String path) {
		TestProvider provider = TestProvider.shared(Database.H2);

		assertThat(provider.send(provider.request(path)).status()).isEqualTo(404);
		assertThat(provider.send(provider.management(path)).status()).isEqualTo(404);
	}

	@Test
	void scrapeWhenRequestsWereAnsweredThenEachOutcomeIsCounted() {
		TestProvider provider = TestProvider.shared(Database.H2);
		Answer login = provider.login(APPID, "alice");
		provider.token(Form.refresh(APPID, "forged"));
		provider.token(Form.grant("made-up-by-a-client").with("client_id", APPID));
		provider.send(provider.request("/oauth2/token?grant_type=made-up-by-a-client"));
		provider.introspect(Form.about(login.accessToken()).as(SERVICE, SERVICE_SECRET));
		provider.introspect(Form.about(login.accessToken()).as(SERVICE, "wrong"));
		provider.revoke(Form.about(login.refreshToken()).with("client_id", APPID));
		provider.send(provider.request("/oauth2/revocations"));

		String meters = provider.send(provider.management("/actuator/prometheus")).body();

		assertThat(meters).contains(count("token", "wechat_code", "success"),
				count("token", "refresh_token", "invalid_grant"), count("token", "other", "unsupported_grant_type"),
				count("token", "none", "invalid_request"), count("introspect", "none", "success"),
				count("introspect", "none", "invalid_client"), count("revoke", "none", "success"),
				"wegrant_wechat_code2session_seconds_count{cause=\"none\",outcome=\"established\"}",
				"wegrant_revocation_feed_age_seconds ", "wegrant_revocation_feed_entries ",
				"wegrant_revocation_feed_waiting ", "uri=\"/oauth2/revocations\"", "hikaricp_connections_active");
		assertThat(meters).doesNotContain("made-up-by-a-client");
	}

	@Test
	void stopWhenLoginIsUnderWayThenItIsAnswered() {
		TestProvider provider = TestProvider.start(Database.H2.create());
		String code = WECHAT.loginCode(APPID, "alice");
		int before = WECHAT.calls().size();
		WECHAT.fault(Fault.delay(Duration.ofSeconds(2)).times(1));
		CompletableFuture<Answer> login = CompletableFuture.supplyAsync(() -> provider.token(Form.login(APPID, code)));
		try {
			Awaitility.await().until(() -> WECHAT.calls().size() > before);

			provider.close();

			AnswerAssert.assertThat(login.join()).grantsTokens();
		}
		finally {
			WECHAT.clearFaults();
		}
	}

	private static String count(String endpoint, String grant, String outcome) {
		return "wegrant_oauth2_requests_seconds_count{endpoint=\"" + endpoint + "\",grant=\"" + grant + "\",outcome=\""
				+ outcome + "\"}";
	}

}
