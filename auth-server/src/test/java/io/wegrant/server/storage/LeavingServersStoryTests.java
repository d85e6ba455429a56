package io.wegrant.server.storage;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import io.wegrant.server.Answer;
import io.wegrant.server.Form;
import io.wegrant.server.TestProvider;
import io.wegrant.server.secrets.MasterKeyset;

import static io.wegrant.server.AnswerAssert.assertThat;
import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.SERVICE;
import static io.wegrant.server.TestProvider.SERVICE_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a node does whose database server takes no writes any more.
 */
class LeavingServersStoryTests {

	private static final Duration SOON = Duration.ofSeconds(5);

	private static final String READINESS = "/actuator/health/readiness";

	private final TwoServers servers = new TwoServers();

	@Test
	@DisplayName("C08: a server that became read-only is left for the other within 5 s, by the feed too")
	void loginWhenServerBecameReadOnlyThenRefusedAndThenDoneByTheOther() {
		String keyset = "wegrant.keyset.value=" + MasterKeyset.generate();
		TestProvider.start(this.servers.databaseOf(this.servers.second()), keyset).close();
		try (TestProvider provider = TestProvider.start(this.servers.database(), keyset)) {
			assertThat(provider.login(APPID, "alice")).grantsTokens();
			assertThat(TwoServers.connections(this.servers.first())).isPositive();
			TwoServers.setReadOnly(this.servers.first(), true);

			assertThat(provider.login(APPID, "alice")).isRefused(503, "temporarily_unavailable").saysWhenToRetry();

			Awaitility.await().atMost(SOON).until(() -> provider.login(APPID, "alice").status() == 200);
			Awaitility.await().atMost(SOON).until(() -> TwoServers.connections(this.servers.first()) == 0);
			for (int i = 0; i < 10; i++) {
				assertThat(provider.login(APPID, "alice")).grantsTokens();
			}
			assertThat(readiness(provider).status()).isEqualTo(200);
		}
	}

	@Test
	@DisplayName("C08: where no server takes writes, readiness says why, reads go on, and it is ready soon after")
	void readyWhenDatabaseIsReadOnlyThenOutOfServiceUntilItTakesWrites() {
		try (TestProvider provider = TestProvider.start(this.servers.databaseOf(this.servers.first()))) {
			Answer login = provider.login(APPID, "alice");
			TwoServers.setReadOnly(this.servers.first(), true);

			assertThat(readiness(provider).status()).isEqualTo(200);
			assertThat(provider.login(APPID, "alice")).isRefused(503, "temporarily_unavailable").saysWhenToRetry();
			assertThat(provider.token(Form.refresh(APPID, login.refreshToken())))
				.isRefused(503, "temporarily_unavailable")
				.saysWhenToRetry();

			Awaitility.await().atMost(SOON).until(() -> readiness(provider).status() == 503);
			assertThat(readiness(provider).json()
				.required("components")
				.required("database")
				.required("details")
				.required("fault")
				.asString()).endsWith("code 1290");
			Answer introspection = provider.introspect(Form.about(login.accessToken()).as(SERVICE, SERVICE_SECRET));
			assertThat(introspection.json().required("active").asBoolean()).isTrue();

			TwoServers.setReadOnly(this.servers.first(), false);

			Awaitility.await().atMost(SOON).until(() -> readiness(provider).status() == 200);
			assertThat(provider.login(APPID, "alice")).grantsTokens();
		}
	}

	private static Answer readiness(TestProvider provider) {
		return provider.send(provider.management(READINESS));
	}

}
