package io.wegrant.endtoend;

import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.wegrant.endtoend.stage.Cluster;
import io.wegrant.endtoend.stage.ClusterExtension;
import io.wegrant.endtoend.stage.DemoService;
import io.wegrant.endtoend.stage.JavaProcess;
import io.wegrant.endtoend.stage.Provider;
import io.wegrant.endtoend.stage.Rounds;
import io.wegrant.endtoend.stage.Tokens;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nodes that die, one or all of them.
 */
@Tag("slow")
@ExtendWith(ClusterExtension.class)
class ProviderOutageStoryTests {

	/** The longest pause between two attempts of a service, and a little. */
	private static final Duration RECOVERY = Duration.ofSeconds(10);

	private static final Duration OUTAGE = Duration.ofSeconds(Rounds.of(60, 20));

	private final Cluster cluster;

	private final List<DemoService> services;

	ProviderOutageStoryTests(Cluster cluster) {
		this.cluster = cluster;
		this.services = cluster.services();
	}

	@Test
	@DisplayName("R12 services go on while all nodes are dead, and learn what they had missed before")
	void serviceWhenAllNodesAreKilledThenGoesOnAndCatchesUp() {
		Tokens valid = logIn();
		Tokens revoked = logIn();
		Tokens missed = logIn();
		DemoService cutOff = this.services.get(2);
		List<DemoService> informed = this.services.subList(0, 2);
		this.services.forEach((service) -> List.of(valid, revoked, missed)
			.forEach((tokens) -> assertThat(service.goods(tokens.accessToken())).isOk()));
		revoke(revoked);
		this.services.forEach((service) -> awaitRefusal(service, revoked));
		cutOff.cutOff();
		revoke(missed);
		informed.forEach((service) -> awaitRefusal(service, missed));

		List<JavaProcess> nodes = this.cluster.nodes().stream().map(Provider::process).toList();
		nodes.forEach(JavaProcess::kill);
		Awaitility.await().during(OUTAGE).atMost(OUTAGE.multipliedBy(2)).untilAsserted(() -> {
			this.services.forEach((service) -> assertThat(service.goods(valid.accessToken())).isOk());
			this.services.forEach((service) -> assertThat(service.goods(revoked.accessToken())).refusesToken());
			informed.forEach((service) -> assertThat(service.goods(missed.accessToken())).refusesToken());
			assertThat(cutOff.goods(missed.accessToken())).isOk();
		});

		nodes.forEach(JavaProcess::start);
		cutOff.reconnect();
		awaitRefusal(cutOff, missed);
		assertThat(this.cluster.miniProgram(0).refresh(missed.refreshToken())).isOAuthError(400, "invalid_grant");
		assertThat(this.cluster.miniProgram(1).refresh(valid.refreshToken())).carriesTokens();
		revoke(valid);
		this.services.forEach((service) -> awaitRefusal(service, valid));
	}

	private Tokens logIn() {
		return this.cluster.miniProgram(0).logIn(this.cluster.newcomer());
	}

	private void revoke(Tokens tokens) {
		assertThat(this.cluster.miniProgram(1).revokeAsync(tokens.refreshToken()).join()).isOk();
	}

	private static void awaitRefusal(DemoService service, Tokens tokens) {
		Awaitility.await()
			.atMost(RECOVERY)
			.pollInterval(Duration.ofMillis(50))
			.until(() -> service.goods(tokens.accessToken()).status() == 401);
	}

}
