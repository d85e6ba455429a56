package io.wegrant.server.clients;

import java.util.Map;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.wegrant.server.Answer;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.TestProvider;

import static io.wegrant.server.AnswerAssert.assertThat;
import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.APP_SECRET;
import static io.wegrant.server.TestProvider.WECHAT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * While a secret is replaced, the old one works beside the new one.
 */
class SecretOverlapTests {

	private static final String CLIENT = "wegrant.clients.registrations[0].";

	private final Map<String, String> database = Database.H2.create();

	@Test
	void authenticateWhenSecretIsReplacedThenBothWorkUntilTheOldOneIsTakenOut() {
		try (TestProvider node = start("client-id=stock", "client-secret=old")) {
			assertThat(authenticate(node, "old").status()).isEqualTo(200);
			try (TestProvider other = TestProvider.start(this.database, "wegrant.keyset.value=" + node.keyset(),
					CLIENT + "client-id=stock", CLIENT + "client-secret=new", CLIENT + "previous-client-secret=old")) {
				assertThat(authenticate(other, "new").status()).isEqualTo(200);
				assertThat(authenticate(other, "old").status()).isEqualTo(200);
				assertThat(authenticate(other, "older")).isRefused(401, "invalid_client");
				Awaitility.await().untilAsserted(() -> assertThat(authenticate(node, "new").status()).isEqualTo(200));
				assertThat(authenticate(node, "old").status()).isEqualTo(200);
			}
			try (TestProvider other = TestProvider.start(this.database, "wegrant.keyset.value=" + node.keyset(),
					CLIENT + "client-id=stock", CLIENT + "client-secret=new")) {
				assertThat(authenticate(other, "new").status()).isEqualTo(200);
				assertThat(authenticate(other, "old")).isRefused(401, "invalid_client");
				Awaitility.await()
					.untilAsserted(() -> assertThat(authenticate(node, "old")).isRefused(401, "invalid_client"));
			}
		}
	}

	@Test
	void loginWhenWechatKnowsThePreviousAppSecretThenItIsUsedFromThenOn() {
		try (TestProvider node = start("appid=" + APPID, "app-secret=not-yet-known",
				"previous-app-secret=" + APP_SECRET)) {
			int before = WECHAT.calls().size();
			assertThat(node.login(APPID, "alice")).grantsTokens();
			assertThat(WECHAT.calls()).hasSize(before + 2);

			assertThat(node.login(APPID, "alice")).grantsTokens();
			assertThat(WECHAT.calls()).hasSize(before + 3);
		}
	}

	@Test
	void loginWhenWechatKnowsTheNewAppSecretThenItAloneIsUsed() {
		try (TestProvider node = start("appid=" + APPID, "app-secret=" + APP_SECRET,
				"previous-app-secret=known-no-more")) {
			int before = WECHAT.calls().size();
			assertThat(node.login(APPID, "alice")).grantsTokens();
			assertThat(WECHAT.calls()).hasSize(before + 1);
		}
	}

	@Test
	void loginWhenWechatKnowsNeitherAppSecretThenServerError() {
		try (TestProvider node = start("appid=" + APPID, "app-secret=wrong", "previous-app-secret=wrong-too")) {
			assertThat(node.login(APPID, "alice")).isRefused(500, "server_error");
			assertThat(node.login(APPID, "alice")).isRefused(500, "server_error");
		}
	}

	private TestProvider start(String... registration) {
		return TestProvider.start(this.database,
				Stream
					.concat(Stream.of("wegrant.clients.reload-interval=100ms", CLIENT + "scopes=profile"),
							Stream.of(registration).map(CLIENT::concat))
					.toArray(String[]::new));
	}

	private static Answer authenticate(TestProvider node, String secret) {
		return node.token(Form.grant("client_credentials").as("stock", secret));
	}

}
