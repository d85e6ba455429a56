package io.wegrant.endtoend;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.wegrant.endtoend.stage.Answer;
import io.wegrant.endtoend.stage.GaleraExtension;
import io.wegrant.endtoend.stage.GaleraStage;
import io.wegrant.endtoend.stage.Rounds;
import io.wegrant.mariadb.Lag;

/**
 * An assertion by which a client authenticates is good once, though each node writes to a
 * member of its own.
 */
@Tag("cluster")
@ExtendWith(GaleraExtension.class)
class GaleraAssertionStoryTests {

	private static final System.Logger logger = System.getLogger(GaleraAssertionStoryTests.class.getName());

	private static final String CLIENT = "signing-service";

	private static final int ROUNDS = Rounds.of(300, 40);

	private static final int ROUNDS_AT_A_TIME = 4;

	/** At each node, in each round. */
	private static final int USES = 2;

	private static ECKey key;

	private static HttpServer keys;

	private final GaleraStage stage;

	private final Findings findings = new Findings();

	private final Attempts attempts = new Attempts(this.findings);

	GaleraAssertionStoryTests(GaleraStage stage) {
		this.stage = stage;
	}

	@BeforeAll
	static void publishKey() throws IOException, JOSEException {
		key = new ECKeyGenerator(Curve.P_256).keyID("key-1").generate();
		byte[] body = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
		keys = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		keys.createContext("/", (exchange) -> {
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		keys.setExecutor(Executors.newSingleThreadExecutor((task) -> {
			Thread thread = new Thread(task, "client-keys");
			thread.setDaemon(true);
			return thread;
		}));
		keys.start();
	}

	@AfterAll
	static void close() {
		keys.stop(0);
	}

	@Test
	@DisplayName("X03 one assertion at three nodes at once is good once, and never again at any of them")
	void requestWhenAssertionIsUsedAtThreeNodesThenGoodOnce() {
		register();
		List<Map<Integer, Long>> statuses = Concurrently.times(ROUNDS, ROUNDS_AT_A_TIME, (i) -> round());
		report("X03", statuses);
		this.findings.assertNone();
	}

	@Test
	@DisplayName("X03 the same with a member that lags two seconds")
	void requestWhenAssertionIsUsedAtThreeNodesAndOneMemberLagsThenGoodOnce() {
		register();
		List<Map<Integer, Long>> statuses;
		int lags;
		try (Lag lag = this.stage.members().get(GaleraStage.SIZE - 1).lag(Duration.ofSeconds(2))) {
			statuses = Concurrently.times(ROUNDS, ROUNDS_AT_A_TIME, (i) -> round());
			lags = lag.times();
		}
		report("X03 with a lag of two seconds, " + lags + " times", statuses);
		this.findings.assertNone();
	}

	private void register() {
		this.stage.database()
			.execute(String.format(Locale.ROOT,
					"""
							INSERT IGNORE INTO client (client_id, version, jwk_set_uri, scopes, resources, wechat_claims, enabled,
							created_at) VALUES ('%s', 0, '%s', '', '', TRUE, TRUE, 0)""",
					CLIENT, "http://127.0.0.1:" + keys.getAddress().getPort() + "/"));
		for (int node = 0; node < GaleraStage.SIZE; node++) {
			int number = node;
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> use(number, assertion()).join().status() == 200);
		}
	}

	private Map<Integer, Long> round() {
		String assertion = assertion();
		List<Answer> answers = Concurrently.join(IntStream.range(0, USES * GaleraStage.SIZE)
			.mapToObj((i) -> CompletableFuture.supplyAsync(() -> this.attempts.once("a use", () -> use(i, assertion))))
			.toList());
		// Whoever was told to come again comes again.
		List<Answer> later = IntStream.range(0, GaleraStage.SIZE)
			.mapToObj((i) -> this.attempts.make("a later use", () -> use(i, assertion)))
			.toList();
		Map<Integer, Long> statuses = Stream.concat(answers.stream(), later.stream())
			.collect(Collectors.groupingBy(Answer::status, TreeMap::new, Collectors.counting()));
		if (statuses.getOrDefault(200, 0L) != 1) {
			this.findings.add("not good once", statuses.toString());
		}
		statuses.keySet()
			.stream()
			.filter((status) -> status != 200 && status != 401 && status != 503)
			.forEach((status) -> this.findings.add("a use answered " + status, statuses.toString()));
		return statuses;
	}

	private CompletableFuture<Answer> use(int node, String assertion) {
		return this.stage.node(node).clientCredentials(assertion);
	}

	private String assertion() {
		Instant now = Instant.now();
		SignedJWT assertion = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("key-1").build(),
				new JWTClaimsSet.Builder().issuer(CLIENT)
					.subject(CLIENT)
					.audience(this.stage.node(0).issuer().toString())
					.jwtID(UUID.randomUUID().toString())
					.expirationTime(Date.from(now.plusSeconds(240)))
					.build());
		try {
			assertion.sign(new ECDSASigner(key));
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
		return assertion.serialize();
	}

	private void report(String story, List<Map<Integer, Long>> statuses) {
		Map<Integer, Long> sums = statuses.stream()
			.flatMap((each) -> each.entrySet().stream())
			.collect(Collectors.groupingBy(Map.Entry::getKey, TreeMap::new,
					Collectors.summingLong(Map.Entry::getValue)));
		logger.log(Level.INFO,
				() -> String.format(Locale.ROOT, "%s: %d rounds of %d uses at once and %d later, statuses %s; %s",
						story, ROUNDS, USES * GaleraStage.SIZE, GaleraStage.SIZE, sums, this.findings));
	}

}
