package io.wegrant.server.keys;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.Answer;
import io.wegrant.server.Concurrently;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.Statements;
import io.wegrant.server.TestProvider;
import io.wegrant.server.TwoNodes;
import io.wegrant.server.authorization.HeardRevocations;

import static io.wegrant.server.TestProvider.SERVICE;
import static io.wegrant.server.TestProvider.SERVICE_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Signing keys come and go, and nobody notices.
 */
@ParameterizedClass
@EnumSource(value = Database.class, names = "MYSQL")
class KeyRotationStoryTests {

	private static final Duration ROTATION = Duration.ofDays(90);

	private static final Duration PENDING = Duration.ofHours(2);

	private static final Duration OVERLAP = Duration.ofHours(1);

	/** So long that the tests alone say when keys are read. */
	private static final String QUIET = "wegrant.keys.reload-interval=10m";

	/** So short that the tests need not wait for what clients want. */
	private static final String ATTENTIVE = "wegrant.clients.reload-interval=500ms";

	private final Database database;

	KeyRotationStoryTests(Database database) {
		this.database = database;
	}

	@Test
	@DisplayName("K04: a key is published before its first use, and until its last token has expired")
	void rotateWhenTimePassesThenPendingActiveRetiringGone() throws Exception {
		TestProvider provider = NewKeys.of(TwoNodes.shared(this.database, QUIET, ATTENTIVE)).one();
		String first = kid(token(provider));
		assertThat(published(provider)).containsExactly(first);

		pass(ROTATION.minus(PENDING).plusSeconds(1), provider);
		refresh(provider);
		assertThat(published(provider)).hasSize(2).first().isEqualTo(first);
		String second = published(provider).get(1);
		assertThat(states(provider)).containsExactly(KeyState.ACTIVE, KeyState.PENDING);
		assertThat(kid(token(provider))).isEqualTo(first);

		pass(PENDING.minusMinutes(1), provider);
		refresh(provider);
		assertThat(kid(token(provider))).isEqualTo(first);
		String last = token(provider);

		pass(Duration.ofMinutes(1), provider);
		List<String> asked = provider.bean(Statements.class).during(() -> answer(provider));
		assertThat(asked).isEmpty();
		assertThat(kid(token(provider))).isEqualTo(second);
		assertThat(published(provider)).containsExactly(first, second);
		assertThat(introspected(provider, last)).isTrue();

		refresh(provider);
		assertThat(privateParts(provider)).containsExactly(false, true);
		assertThat(states(provider)).containsExactly(KeyState.RETIRING, KeyState.ACTIVE);

		pass(OVERLAP.minusMinutes(2), provider);
		refresh(provider);
		assertThat(published(provider)).containsExactly(first, second);

		pass(Duration.ofMinutes(2), provider);
		assertThat(published(provider)).containsExactly(second);
		refresh(provider);
		assertThat(states(provider)).containsExactly(KeyState.ACTIVE);
		assertThat(kid(token(provider))).isEqualTo(second);
	}

	@Test
	@DisplayName("K04: a service that trusts its copy of the keys for max-age refuses no token over five rotations")
	void verifyWhenKeysRotateThenNoTokenIsRefused() throws Exception {
		String often = "wegrant.keys.rotation-interval=3h";
		try (TestProvider one = TestProvider.start(this.database.create(), QUIET, often);
				TestProvider other = one.anotherNode(QUIET, often)) {
			List<TestProvider> nodes = List.of(one, other);
			List<SignedJWT> alive = new ArrayList<>();
			List<String> signers = new ArrayList<>();
			JWKSet copy = jwks(one);
			int verified = 0;
			for (int step = 0; signers.size() < 6; step++) {
				for (TestProvider node : nodes) {
					alive.add(SignedJWT.parse(token(node)));
					String kid = kid(alive.get(alive.size() - 1).serialize());
					if (!signers.contains(kid)) {
						signers.add(kid);
					}
				}
				for (SignedJWT token : alive) {
					assertThat(verifies(token, copy)).as("step " + step).isTrue();
					verified++;
				}
				pass(Duration.ofMinutes(5), one, other);
				Instant now = one.clock().instant();
				alive.removeIf((token) -> expiry(token).isBefore(now));
				// One node keeps up a while after the other, and services ask either.
				refresh(nodes.get(step % 2));
				copy = jwks(nodes.get((step / 3) % 2));
			}
			assertThat(verified).isGreaterThan(400);
		}
	}

	@Test
	void rotateWhenDatabaseIsAwayThenSwitchesByClockAndDoesNotSignForLongerThanItCanKnow() throws Exception {
		TestProvider provider = NewKeys.of(TwoNodes.shared(this.database, QUIET, ATTENTIVE)).one();
		String first = kid(token(provider));
		pass(ROTATION.minus(PENDING).plusSeconds(1), provider);
		refresh(provider);
		pass(PENDING.minusMinutes(10), provider);
		refresh(provider);
		provider.takeDatabaseAway();
		try {
			assertThat(kid(token(provider))).isEqualTo(first);
			pass(Duration.ofMinutes(10), provider);
			refresh(provider);
			String second = kid(token(provider));
			assertThat(second).isNotEqualTo(first);
			assertThat(published(provider)).containsExactly(first, second);

			pass(PENDING, provider);
			Answer refused = answer(provider);
			assertThat(refused.status()).isEqualTo(503);
			assertThat(refused.text("error")).isEqualTo("temporarily_unavailable");
			assertThat(refused.header("Retry-After")).isNotEmpty();
			assertThat(published(provider)).containsExactly(second);
		}
		finally {
			provider.giveDatabaseBack();
		}
	}

	@Test
	void signWhenNodeWasFrozenForLongerThanItCanKnowThenReadsTheKeysFirst() throws Exception {
		TwoNodes nodes = NewKeys.of(TwoNodes.shared(this.database, QUIET, ATTENTIVE));
		TestProvider frozen = nodes.one();
		TestProvider awake = nodes.other();
		pass(ROTATION, frozen, awake);
		refresh(awake);
		pass(PENDING, frozen, awake);
		refresh(awake);

		assertThat(kid(token(frozen))).isEqualTo(kid(token(awake))).isEqualTo(published(awake).get(1));
	}

	@Test
	void signWhenAnotherNodesClockIsAheadThenWithTheKeyThatIsLeft() throws Exception {
		TwoNodes nodes = NewKeys.of(TwoNodes.shared(this.database, QUIET, ATTENTIVE));
		TestProvider slow = nodes.one();
		TestProvider fast = nodes.other();
		pass(ROTATION, slow, fast);
		refresh(fast);
		refresh(slow);
		pass(PENDING.minusMinutes(10), slow, fast);
		refresh(slow);
		pass(Duration.ofMinutes(10).minusSeconds(20), slow, fast);
		fast.clock().advance(Duration.ofSeconds(30));
		refresh(fast);
		assertThat(privateParts(fast)).containsExactly(false, true);

		assertThat(kid(token(slow))).isEqualTo(published(fast).get(0));
		refresh(slow);
		assertThat(kid(token(slow))).isEqualTo(published(fast).get(1));
	}

	@Test
	@DisplayName("A node that has heard that its key was withdrawn does not sign with it, however late it reads the next one")
	void signWhenKeyIsKnownToBeWithdrawnThenNotBeforeTheNextIsRead() throws Exception {
		TwoNodes nodes = NewKeys.of(TwoNodes.shared(this.database, QUIET, ATTENTIVE));
		TestProvider late = nodes.other();
		String stolen = kid(token(late));
		late.takeDatabaseAway();
		try {
			withdraw(nodes.one(), stolen);
			awaitHeard(stolen, late);

			Answer refused = answer(late);
			assertThat(refused.status()).isEqualTo(503);
			assertThat(refused.text("error")).isEqualTo("temporarily_unavailable");
			assertThat(refused.header("Retry-After")).isNotEmpty();
			assertThat(late.send(late.request("/oauth2/revocations")).status()).isEqualTo(503);
			assertThat(late.send(late.management("/actuator/health/readiness")).status()).isEqualTo(503);
			assertThat(kid(token(nodes.one()))).isNotEqualTo(stolen);
		}
		finally {
			late.giveDatabaseBack();
		}
		pass(Duration.ofMinutes(10), nodes.one(), late);

		assertThat(kid(token(late))).isEqualTo(kid(token(nodes.one()))).isNotEqualTo(stolen);
		assertThat(late.send(late.request("/oauth2/revocations")).status()).isEqualTo(200);
		assertThat(late.send(late.management("/actuator/health/readiness")).status()).isEqualTo(200);
	}

	@Test
	@DisplayName("A database that has lost that a key was withdrawn learns it from a node that has heard of it")
	void signWhenDatabaseHasLostThatKeyWasWithdrawnThenWithdrawnAgain() throws Exception {
		TwoNodes nodes = NewKeys.of(TwoNodes.shared(this.database, QUIET, ATTENTIVE));
		TestProvider one = nodes.one();
		TestProvider other = nodes.other();
		JdbcTemplate jdbc = one.bean(JdbcTemplate.class);
		String stolen = kid(token(one));
		byte[] privateKey = jdbc.queryForObject("SELECT private_key FROM signing_key WHERE kid = ?", byte[].class,
				stolen);
		withdraw(one, stolen);
		awaitHeard(stolen, one, other);
		jdbc.update("DELETE FROM signing_key WHERE kid <> ?", stolen);
		jdbc.update("UPDATE signing_key SET withdrawn_at = NULL, private_key = ? WHERE kid = ?", privateKey, stolen);
		refresh(one);
		refresh(other);
		assertThat(states(other)).containsExactly(KeyState.ACTIVE);

		String next = kid(token(other));

		assertThat(next).isNotEqualTo(stolen);
		assertThat(kid(token(one))).isEqualTo(next);
		assertThat(states(one)).containsExactly(KeyState.WITHDRAWN, KeyState.ACTIVE);
		assertThat(published(one)).isEqualTo(published(other)).containsExactly(next);
	}

	private static void withdraw(TestProvider node, String kid) {
		node.bean(TransactionTemplate.class)
			.executeWithoutResult(
					(status) -> assertThat(node.bean(SigningKeyRotation.class).withdraw(kid)).hasValue(true));
		node.bean(SigningKeys.class).reload();
	}

	private static void awaitHeard(String kid, TestProvider... nodes) {
		for (TestProvider node : nodes) {
			Awaitility.await().until(() -> node.bean(HeardRevocations.class).isKeyWithdrawn(kid));
		}
	}

	@Test
	void startWhenClientWantsRs256ThenBothKeysAtOnceAndNeverInClear() throws Exception {
		try (TestProvider provider = TestProvider.start(this.database.create(), QUIET,
				"wegrant.clients.registrations[0].client-id=" + SERVICE,
				"wegrant.clients.registrations[0].client-secret=" + SERVICE_SECRET,
				"wegrant.clients.registrations[0].resources=" + TestProvider.RESOURCE,
				"wegrant.clients.registrations[0].access-token-algorithm=RS256",
				"wegrant.clients.registrations[1].client-id=plain",
				"wegrant.clients.registrations[1].client-secret=plain-secret",
				"wegrant.clients.registrations[1].resources=" + TestProvider.RESOURCE)) {
			SignedJWT token = SignedJWT.parse(token(provider));
			SignedJWT plain = SignedJWT
				.parse(provider.token(Form.grant("client_credentials").as("plain", "plain-secret")).accessToken());

			assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
			assertThat(plain.getHeader().getAlgorithm().getName()).isEqualTo("ES256");
			assertThat(verifies(token, jwks(provider))).isTrue();
			assertThat(verifies(plain, jwks(provider))).isTrue();
			assertThat(introspected(provider, token.serialize())).isTrue();
			assertThat(published(provider)).hasSize(2);
			for (Map<String, Object> row : provider.bean(JdbcTemplate.class)
				.queryForList("SELECT public_key, private_key FROM signing_key")) {
				assertThat(JWK.parse((String) row.get("public_key")).isPrivate()).isFalse();
				assertThat(new String((byte[]) row.get("private_key"), java.nio.charset.StandardCharsets.ISO_8859_1))
					.doesNotContain("\"d\"", "kty");
			}
		}
	}

	private static void pass(Duration time, TestProvider... nodes) {
		for (TestProvider node : nodes) {
			node.clock().advance(time);
		}
	}

	private static void refresh(TestProvider node) {
		NewKeys.refresh(node);
	}

	private static Answer answer(TestProvider provider) {
		return provider.token(Form.grant("client_credentials").as(SERVICE, SERVICE_SECRET));
	}

	private static String token(TestProvider provider) {
		Answer answer = answer(provider);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer.accessToken();
	}

	private static boolean introspected(TestProvider provider, String token) {
		return provider.introspect(Form.about(token).as(SERVICE, SERVICE_SECRET)).json().required("active").asBoolean();
	}

	private static String kid(String token) throws ParseException {
		return SignedJWT.parse(token).getHeader().getKeyID();
	}

	private static JWKSet jwks(TestProvider provider) throws ParseException {
		return JWKSet.parse(provider.send(provider.request("/oauth2/jwks")).body());
	}

	private static List<String> published(TestProvider provider) throws ParseException {
		return jwks(provider).getKeys().stream().map(JWK::getKeyID).toList();
	}

	private static boolean verifies(SignedJWT token, JWKSet keys) throws JOSEException {
		JWK key = keys.getKeyByKeyId(token.getHeader().getKeyID());
		if (key == null) {
			return false;
		}
		JWSVerifier verifier = new DefaultJWSVerifierFactory().createJWSVerifier(token.getHeader(),
				((AsymmetricJWK) key).toPublicKey());
		return token.verify(verifier);
	}

	private static Instant expiry(SignedJWT token) {
		try {
			return token.getJWTClaimsSet().getExpirationTime().toInstant();
		}
		catch (ParseException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static List<KeyState> states(TestProvider provider) {
		return provider.bean(SigningKeyRotation.class).list().stream().map(SigningKeyDetails::state).toList();
	}

	private static List<Boolean> privateParts(TestProvider provider) {
		return provider.bean(SigningKeyRows.class).all().stream().map((row) -> row.privateKey() != null).toList();
	}

	private static int newestSequence(TestProvider provider) {
		return provider.bean(SigningKeyRows.class)
			.all()
			.stream()
			.mapToInt(SigningKeyRow::sequence)
			.max()
			.orElseThrow(() -> new IllegalStateException(Objects.toString(provider)));
	}

	@Nested
	@ParameterizedClass
	@EnumSource(Database.class)
	class EachDatabase {

		private final TestProvider one;

		private final TestProvider other;

		EachDatabase(Database database) {
			TwoNodes nodes = NewKeys.of(TwoNodes.shared(database, QUIET, ATTENTIVE));
			this.one = nodes.one();
			this.other = nodes.other();
		}

		@Test
		@DisplayName("K05: two nodes that rotate at the same second make one key, 25 times over")
		void rotateWhenTwoNodesAtOnceThenOneKey() throws Exception {
			assertThat(published(this.other)).isEqualTo(published(this.one)).hasSize(1);
			for (int round = 1; round <= 25; round++) {
				String before = kid(token(this.one));
				pass(ROTATION.minus(PENDING).plusSeconds(1), this.one, this.other);

				Concurrently.run(2, (number) -> () -> {
					refresh((number == 0) ? this.one : this.other);
					return true;
				});

				assertThat(states(this.one)).endsWith(KeyState.ACTIVE, KeyState.PENDING)
					.filteredOn((state) -> state == KeyState.PENDING)
					.hasSize(1);
				assertThat(newestSequence(this.one)).isEqualTo(round + 1);
				refresh(this.one);
				refresh(this.other);
				assertThat(published(this.other)).isEqualTo(published(this.one)).hasSize(2);
				assertThat(List.of(kid(token(this.one)), kid(token(this.other)))).containsOnly(before);

				pass(PENDING.minusMinutes(1), this.one, this.other);
				refresh(this.one);
				refresh(this.other);
				pass(Duration.ofMinutes(1), this.one, this.other);
				String after = published(this.one).get(1);
				assertThat(List.of(kid(token(this.one)), kid(token(this.other)))).containsOnly(after)
					.doesNotContain(before);

				Concurrently.run(2, (number) -> () -> {
					refresh((number == 0) ? this.one : this.other);
					return true;
				});
				pass(OVERLAP, this.one, this.other);
				Concurrently.run(2, (number) -> () -> {
					refresh((number == 0) ? this.one : this.other);
					return true;
				});
				assertThat(states(this.one)).containsExactly(KeyState.ACTIVE);
			}
		}

		@Test
		void makeWhenTwoNodesFindNoKeyThenOneKey() throws Exception {
			for (int round = 0; round < 10; round++) {
				this.one.bean(JdbcTemplate.class).update("DELETE FROM signing_key");

				Concurrently.run(2, (number) -> () -> {
					refresh((number == 0) ? this.one : this.other);
					return true;
				});

				assertThat(published(this.one)).isEqualTo(published(this.other)).hasSize(1);
				assertThat(kid(token(this.one))).isEqualTo(kid(token(this.other)));
			}
		}

		@Test
		void switchWhenClientWantsRs256LaterThenPublishedFirstAndEs256UntilThen() throws Exception {
			TestProvider provider = this.one;
			JdbcTemplate jdbc = provider.bean(JdbcTemplate.class);
			jdbc.update("UPDATE client SET access_token_algorithm = 'RS256' WHERE client_id = ?", SERVICE);
			Awaitility.await().untilAsserted(() -> {
				refresh(provider);
				assertThat(states(provider)).containsExactly(KeyState.ACTIVE, KeyState.PENDING);
			});
			assertThat(SignedJWT.parse(token(provider)).getHeader().getAlgorithm().getName()).isEqualTo("ES256");

			pass(PENDING.minusMinutes(1), provider);
			refresh(provider);
			pass(Duration.ofMinutes(1), provider);
			assertThat(SignedJWT.parse(token(provider)).getHeader().getAlgorithm().getName()).isEqualTo("RS256");
			assertThat(verifies(SignedJWT.parse(token(provider)), jwks(provider))).isTrue();

			jdbc.update("UPDATE client SET access_token_algorithm = 'ES256' WHERE client_id = ?", SERVICE);
			Awaitility.await().untilAsserted(() -> {
				refresh(provider);
				assertThat(states(provider)).containsExactly(KeyState.ACTIVE, KeyState.RETIRING);
				assertThat(privateParts(provider)).containsExactly(true, false);
			});
			assertThat(SignedJWT.parse(token(provider)).getHeader().getAlgorithm().getName()).isEqualTo("ES256");
			Awaitility.await().until(() -> this.other.bean(SigningKeyRotation.class).algorithms().size() == 1);
		}

	}

}
