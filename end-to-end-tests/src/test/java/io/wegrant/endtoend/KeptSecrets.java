package io.wegrant.endtoend;

import java.util.Map;
import java.util.Set;

import io.wegrant.endtoend.stage.Cluster;
import io.wegrant.endtoend.stage.Secrets;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Looks for everything that clients saw and nobody else may see.
 */
final class KeptSecrets {

	private KeptSecrets() {
	}

	static void assertNoneInLogs(Cluster cluster) {
		Secrets secrets = cluster.secrets();
		Map<String, String> logs = cluster.logs();
		assertThat(logs).containsKeys("wechat-simulator.log", "auth-server-1.log", "auth-server-2.log",
				"resource-server-demo-1.log");
		assertThat(secrets.count()).isGreaterThan(10);
		assertThat(logs).allSatisfy((name, log) -> assertThat(secrets.foundIn(log)).as(name).isEmpty());
	}

	static void assertNoneInClearInDatabase(Cluster cluster) {
		Map<String, String> content = cluster.database().content();
		assertThat(content).containsKeys("login_session.sid", "client.secret_hash", "audit_event.reason",
				"wechat_identity.sealed_openid", "login_session.session_key", "mini_program.app_secret",
				"phone_number.phone", "signing_key.private_key");
		assertThat(content).allSatisfy(
				(column, values) -> assertThat(cluster.secrets().foundIn(values)).as(column).isEqualTo(Set.of()));
	}

}
