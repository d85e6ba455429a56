package io.wegrant.endtoend;

import java.lang.System.Logger.Level;
import java.net.MalformedURLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.wegrant.endtoend.stage.Answer;
import io.wegrant.endtoend.stage.Cluster;
import io.wegrant.endtoend.stage.Provider;
import io.wegrant.endtoend.stage.Rounds;
import io.wegrant.endtoend.stage.Tokens;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The signing key is replaced again and again while people log in and use services.
 */
@Tag("slow")
class KeyRotationStoryTests {

	private static final System.Logger logger = System.getLogger(KeyRotationStoryTests.class.getName());

	private static final int ROTATIONS = Rounds.of(10, 3);

	private static final Duration ACTIVATION = Duration.ofSeconds(20);

	@Test
	@DisplayName("K04 K05 ten rotations, each demanded at two nodes at once: ten keys, and no token is refused")
	void rotateWhenUnderLoadThenNoTokenIsRefused() {
		try (Cluster cluster = Cluster.start(1,
				List.of("--wegrant.keys.pending-period=5s", "--wegrant.keys.max-age=1s",
						"--wegrant.keys.reload-interval=250ms"),
				List.of("--wegrant.resource-server.keys.cache-time=2s",
						"--wegrant.resource-server.keys.refresh-ahead=1s"))) {
			PlainJwksClient plain = new PlainJwksClient(cluster);
			AtomicInteger accepted = new AtomicInteger();
			Set<String> signedWith = new LinkedHashSet<>();
			try (Load load = new Load(cluster, (tokens) -> {
				plain.check(tokens);
				accepted.incrementAndGet();
			})) {
				for (int rotation = 0; rotation < ROTATIONS; rotation++) {
					signedWith.add(rotate(cluster));
				}
				logger.log(Level.INFO, () -> String.format(Locale.ROOT,
						"K04: %d rotations, %d keys signed with, %d other requests, %d tokens checked by plain JWKS; failed %d and %d",
						ROTATIONS, signedWith.size(), load.answered(), accepted.get(), load.failures().size(),
						plain.refusals.size()));
				assertThat(load.failures()).isEmpty();
				assertThat(plain.refusals).isEmpty();
				assertThat(signedWith).hasSize(ROTATIONS);
				assertThat(accepted).hasPositiveValue();
			}
			List<Long> keys = cluster.database().query("SELECT COUNT(*) FROM signing_key", (row) -> row.getLong(1));
			assertThat(keys).as("keys, the first one included").containsExactly(ROTATIONS + 1L);
			assertThat(cluster.database()
				.query("SELECT COUNT(*) FROM signing_key WHERE private_key IS NOT NULL", (row) -> row.getLong(1)))
				.as("keys with a private part")
				.containsExactly(1L);
			KeptSecrets.assertNoneInLogs(cluster);
			KeptSecrets.assertNoneInClearInDatabase(cluster);
		}
	}

	/** Returns the key that is signed with after the rotation. */
	private static String rotate(Cluster cluster) {
		Provider one = cluster.nodes().get(0);
		Provider other = cluster.nodes().get(1);
		String before = logIn(cluster, one).keyId();
		String administrator = one.tokenOfAdministrator();
		List<Answer> demanded = Concurrently
			.join(List.of(one.rotateKeys(administrator), other.rotateKeys(administrator)));
		assertThat(demanded).allSatisfy((answer) -> assertThat(answer.status()).isEqualTo(200));
		assertThat(demanded).extracting(Answer::body).as("both name the same key").containsOnly(demanded.get(0).body());
		Awaitility.await()
			.untilAsserted(() -> cluster.nodes().forEach((node) -> assertThat(node.keyIds()).hasSizeGreaterThan(1)));
		List<String> published = new ArrayList<>(one.keyIds());
		String after = Awaitility.await()
			.atMost(ACTIVATION)
			.pollInterval(Duration.ofMillis(200))
			.until(() -> logIn(cluster, one).keyId(), (keyId) -> !keyId.equals(before));
		assertThat(published).as("published before its first use").contains(after);
		Awaitility.await().until(() -> logIn(cluster, other).keyId().equals(after));
		return after;
	}

	private static Tokens logIn(Cluster cluster, Provider node) {
		return cluster.miniProgram(node).logIn(cluster.newcomer());
	}

	/**
	 * A service on another stack: it knows the published keys, and nothing else of the
	 * provider.
	 */
	private static final class PlainJwksClient {

		private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

		private final ConcurrentLinkedQueue<String> refusals = new ConcurrentLinkedQueue<>();

		PlainJwksClient(Cluster cluster) {
			try {
				this.processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
				this.processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.ES256,
						JWKSourceBuilder.create(cluster.issuer().resolve("/oauth2/jwks").toURL())
							.cache(2_000, 1_000)
							.refreshAheadCache(false)
							.rateLimited(false)
							.build()));
			}
			catch (MalformedURLException ex) {
				throw new IllegalStateException(ex);
			}
		}

		void check(Tokens tokens) {
			try {
				this.processor.process(tokens.accessToken(), null);
			}
			catch (java.text.ParseException | BadJOSEException | JOSEException ex) {
				this.refusals.add(ex.toString());
			}
		}

	}

}
