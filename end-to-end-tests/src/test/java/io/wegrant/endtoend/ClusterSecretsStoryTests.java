package io.wegrant.endtoend;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.wegrant.endtoend.stage.Cluster;
import io.wegrant.endtoend.stage.ClusterExtension;
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

	ClusterSecretsStoryTests(Cluster cluster) {
		this.cluster = cluster;
	}

	@BeforeEach
	void useEverything() {
		Tokens tokens = this.cluster.miniProgram(0).logIn(this.cluster.newcomer());
		assertThat(this.cluster.services().get(0).goods(tokens.accessToken())).isOk();
		assertThat(this.cluster.miniProgram(1).refresh(tokens.refreshToken())).carriesTokens();
		assertThat(this.cluster.miniProgram(1).logInWithPhone(this.cluster.newcomer()).body())
			.contains("\"phone\":\"bound\"");
		assertThat(this.cluster.nodes().get(1).introspectAndRevoke(tokens.accessToken()).join()).isOk();
	}

	@Test
	@DisplayName("B05 no log holds a token, a code, a secret, a session_key or an openid")
	void logWhenStoriesAreToldThenHoldsNoSecret() {
		KeptSecrets.assertNoneInLogs(this.cluster);
	}

	@Test
	@DisplayName("B05 the database holds nothing of the kind in clear either")
	void databaseWhenStoriesAreToldThenHoldsNoSecretInClear() {
		KeptSecrets.assertNoneInClearInDatabase(this.cluster);
	}

}
