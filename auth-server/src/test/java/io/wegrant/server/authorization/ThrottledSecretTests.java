package io.wegrant.server.authorization;

import java.util.List;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import io.wegrant.server.Answer;
import io.wegrant.server.Concurrently;
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
 * Who asks too often is slowed down, and nobody else.
 */
class ThrottledSecretTests {

	@Test
	@DisplayName("T05: wrong secrets are throttled, other clients and the right secret are not")
	void requestWhenManySecretsAreWrongThenThrottled() {
		try (TestProvider provider = TestProvider.start(Database.H2.create(),
				"wegrant.limits.wrong-secrets-per-client=30")) {
			List<Answer> wrong = Concurrently.run(20,
					(number) -> () -> provider.token(Form.grant("client_credentials").as(SERVICE, "wrong")));
			assertThat(wrong).allSatisfy((answer) -> assertThat(answer).isRefused(401, "invalid_client"));
			List<Answer> more = Concurrently.run(980 / 20, (number) -> () -> {
				Answer last = null;
				for (int i = 0; i < 20; i++) {
					last = provider.token(Form.grant("client_credentials").as(SERVICE, "wrong" + i));
				}
				return last;
			});

			assertThat(more)
				.allSatisfy((answer) -> assertThat(answer).isRefused(429, "temporarily_unavailable").saysWhenToRetry());
			assertThat(provider.token(Form.grant("client_credentials").as(SERVICE, SERVICE_SECRET)).status())
				.isEqualTo(200);
			assertThat(provider.token(Form.grant("client_credentials").as("admin-cli", "admin-cli-secret")).status())
				.isEqualTo(200);
			assertThat(provider.login(APPID, "alice")).grantsTokens();
		}
	}

	@Test
	void loginWhenAddressAsksTooOftenThenWechatIsNotCalled() {
		try (TestProvider provider = TestProvider.start(Database.H2.create(), "wegrant.limits.logins-per-address=2")) {
			provider.login(APPID, "alice");
			provider.login(APPID, "alice");
			String code = WECHAT.loginCode(APPID, "alice");

			assertThat(provider.token(Form.login(APPID, code))).isRefused(429, "temporarily_unavailable")
				.saysWhenToRetry();
			assertThat(WECHAT.calls()).noneMatch((call) -> code.equals(call.queryParameter("js_code").orElse("")));
		}
	}

	@Test
	void loginWhenClientAsksTooOftenThenOtherClientsGoOn() {
		try (TestProvider provider = TestProvider.start(Database.H2.create(), "wegrant.limits.logins-per-client=1")) {
			provider.login(APPID, "alice");

			assertThat(provider.login(APPID, "alice")).isRefused(429, "temporarily_unavailable");
			assertThat(provider.login(TestProvider.OTHER_APPID, "alice")).grantsTokens();
		}
	}

}
