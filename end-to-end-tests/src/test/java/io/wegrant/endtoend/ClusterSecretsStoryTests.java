package io.wegrant.endtoend;

import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.wegrant.endtoend.stage.Cluster;
import io.wegrant.endtoend.stage.ClusterExtension;
import io.wegrant.endtoend.stage.Secrets;
import io.wegrant.endtoend.stage.Tokens;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads the logs and the database after everything that the stories before made the
 * cluster do.
 */
@Tag("slow")
@ExtendWith(ClusterExtension.class)
@Order(Integer.MAX_VALUE)
class ClusterSecretsStoryTests {

	private final Cluster cluster;

	private final Secrets secrets;

	ClusterSecretsStoryTests(Cluster cluster) {
		this.cluster = cluster;
		this.secrets = cluster.secrets();
	}

	@BeforeEach
	void useEverything() {
		Tokens tokens = this.cluster.miniProgram(0).logIn(this.cluster.newcomer());
		assertThat(this.cluster.services().get(0).goods(tokens.accessToken())).isOk();
		assertThat(this.cluster.miniProgram(1).refresh(tokens.refreshToken())).carriesTokens();
		assertThat(this.cluster.nodes().get(1).introspectAndRevoke(tokens.accessToken()).join()).isOk();
	}

	@Test
	@DisplayName("No log holds a token, a code, a secret, a session_key or an openid")
	void logWhenStoriesAreToldThenHoldsNoSecret() {
		Map<String, String> logs = this.cluster.logs();
		assertThat(logs).containsKeys("wechat-simulator.log", "auth-server-1.log", "auth-server-2.log",
				"resource-server-demo-1.log");
		assertThat(this.secrets.count()).isGreaterThan(10);
		assertThat(logs).allSatisfy((name, log) -> assertThat(this.secrets.foundIn(log)).as(name).isEmpty());
	}

	@Test
	@DisplayName("The database holds nothing of the kind in clear either")
	void databaseWhenStoriesAreToldThenHoldsNoSecretInClear() {
		Map<String, String> content = this.cluster.database().content();
		assertThat(content).containsKeys("login_session.sid", "client.secret_hash", "audit_event.reason",
				"wechat_identity.sealed_openid", "wechat_identity.session_key", "mini_program.app_secret");
		assertThat(content)
			.allSatisfy((column, values) -> assertThat(this.secrets.foundIn(values)).as(column).isEqualTo(Set.of()));
	}

}
