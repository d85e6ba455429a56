package io.wegrant.server.authorization;

import org.junit.jupiter.api.Test;

import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.Logs;
import io.wegrant.server.TestProvider;

import static io.wegrant.server.AnswerAssert.assertThat;
import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.SERVICE;
import static io.wegrant.server.TestProvider.SERVICE_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is answered while the database is away.
 */
class OutageTests {

	@Test
	void requestWhenDatabaseIsAwayThenUnavailableAndWhatNeedsNoneGoesOn() {
		TestProvider provider = TestProvider.shared(Database.H2);
		String refreshToken = provider.login(APPID, "alice").refreshToken();
		provider.takeDatabaseAway();
		try (Logs logs = new Logs()) {
			assertThat(provider.login(APPID, "alice")).isRefused(503, "temporarily_unavailable").saysWhenToRetry();
			assertThat(provider.token(Form.refresh(APPID, refreshToken))).isRefused(503, "temporarily_unavailable")
				.saysWhenToRetry();
			assertThat(provider.token(Form.refresh(APPID, "forged"))).isRefused(400, "invalid_grant");
			assertThat(provider.token(Form.grant("client_credentials").as(SERVICE, SERVICE_SECRET)).status())
				.isEqualTo(200);
			assertThat(provider.send(provider.request("/oauth2/jwks")).status()).isEqualTo(200);
			assertThat(logs.lines()).anyMatch((line) -> line.contains("The database did not answer"));
		}
		finally {
			provider.giveDatabaseBack();
		}
	}

}
