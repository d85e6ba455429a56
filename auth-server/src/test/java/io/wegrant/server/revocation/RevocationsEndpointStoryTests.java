package io.wegrant.server.revocation;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import javax.sql.DataSource;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.wegrant.server.Answer;
import io.wegrant.server.AnswerAssert;
import io.wegrant.server.Concurrently;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.TestProvider;
import io.wegrant.server.TwoNodes;
import io.wegrant.server.accounts.Sub;
import io.wegrant.server.accounts.Users;
import io.wegrant.server.clients.ClientId;
import io.wegrant.server.clients.Clients;

import static io.wegrant.server.TestProvider.APPID;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Services read what was revoked.
 */
@ParameterizedClass
@EnumSource(value = Database.class, names = "MYSQL")
class RevocationsEndpointStoryTests {

	private final Database database;

	private final TestProvider provider;

	RevocationsEndpointStoryTests(Database database) {
		this.database = database;
		this.provider = TestProvider.shared(database);
	}

	@Test
	void readWhenSignedThenVerifiesWithThePublishedKey() throws Exception {
		Answer answer = read(this.provider, "");

		JWSObject jws = JWSObject.parse(answer.body());
		JWKSet keys = JWKSet.parse(this.provider.send(this.provider.request("/oauth2/jwks")).body());
		assertThat(answer.header("Content-Type")).startsWith("application/jwt");
		assertThat(jws.getHeader().getType().getType()).isEqualTo("revocations+jwt");
		assertThat(jws.verify(new ECDSAVerifier(keys.getKeyByKeyId(jws.getHeader().getKeyID()).toECKey()))).isTrue();
		assertThat(payload(answer).required("iss").asString()).isEqualTo(TestProvider.ISSUER);
	}

	@Test
	void readWhenSessionEndsThenNamedByDigestOnly() {
		long before = seq(this.provider);
		Answer login = revokedLogin(this.provider);
		String sid = login.claims().required("sid").asString();

		JsonNode news = payload(read(this.provider, "?after=" + before + "&wait=5"));

		assertThat(news.required("after").asLong()).isEqualTo(before);
		assertThat(news.required("entries")).anySatisfy((entry) -> {
			assertThat(entry.required("type").asString()).isEqualTo("sid");
			assertThat(entry.required("value").asString()).isEqualTo(RevocationEntry.digest(sid));
			assertThat(entry.required("exp").asLong()).isGreaterThan(login.claims().required("exp").asLong());
		});
		assertThat(news.toString()).doesNotContain(sid);
	}

	@Test
	void readWhenUserIsDisabledOrClientsSessionsEndThenEpochsAreTold() {
		TestProvider tidy = TestProvider.tidy(this.database);
		long before = seq(tidy);
		Answer login = tidy.login(APPID, "person-" + UUID.randomUUID());
		String sub = login.claims().required("sub").asString();
		tidy.bean(Users.class).disable(new Sub(sub));
		tidy.bean(Clients.class).endSessions(new ClientId(APPID));
		awaitSeq(tidy, before + 2);

		JsonNode entries = payload(read(tidy, "?after=" + before)).required("entries");

		assertThat(entries).extracting((entry) -> entry.required("type").asString())
			.containsExactly("sub", "client_id");
		assertThat(entries).extracting((entry) -> entry.required("value").asString())
			.containsExactly(RevocationEntry.digest(sub), RevocationEntry.digest(APPID));
		assertThat(entries).extracting((entry) -> entry.required("epoch").asLong())
			.satisfiesExactly(
					(epoch) -> assertThat(epoch).isGreaterThan(login.claims().required("user_epoch").asLong()),
					(epoch) -> assertThat(epoch).isGreaterThan(login.claims().required("client_epoch").asLong()));
	}

	@Test
	void readWhenWaitingThenAnsweredAsSoonAsThereIsNews() {
		long before = seq(this.provider);
		CompletableFuture<Answer> waiting = CompletableFuture
			.supplyAsync(() -> read(this.provider, "?after=" + before + "&wait=20"));

		long start = System.nanoTime();
		revokedLogin(this.provider);

		assertThat(payload(waiting.join()).required("entries")).isNotEmpty();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
	}

	@Test
	void readWhenNothingComesThenEmptyAfterTheWait() {
		TestProvider tidy = TestProvider.tidy(this.database);
		long before = seq(tidy);

		JsonNode answer = payload(read(tidy, "?after=" + before + "&wait=1"));

		assertThat(answer.required("entries")).isEmpty();
		assertThat(answer.required("seq").asLong()).isEqualTo(before);
		assertThat(answer.required("more").asBoolean()).isFalse();
	}

	@Test
	void readWhenWindowIsLongThenInPages() {
		TestProvider tidy = TestProvider.tidy(this.database);
		forgetAll(tidy);
		long before = seq(tidy);
		for (int i = 0; i < 7; i++) {
			revokedLogin(tidy);
		}
		awaitSeq(tidy, before + 7);

		JsonNode first = payload(read(tidy, ""));
		JsonNode second = payload(read(tidy, "?after=" + first.required("seq").asLong()));
		JsonNode third = payload(read(tidy, "?after=" + second.required("seq").asLong()));

		assertThat(first.has("after")).isFalse();
		assertThat(List.of(first, second, third)).extracting((page) -> page.required("entries").size())
			.containsExactly(3, 3, 1);
		assertThat(List.of(first, second, third)).extracting((page) -> page.required("more").asBoolean())
			.containsExactly(true, true, false);
	}

	@Test
	void readWhenRequestsHoldAllConnectionsThenRevocationOfAnotherNodeArrives() throws SQLException {
		TestProvider other = TwoNodes.shared(this.database).other();
		long before = seq(other);
		try (TestProvider busy = other.anotherNode("spring.datasource.hikari.maximum-pool-size=2");
				Connection one = busy.bean(DataSource.class).getConnection();
				Connection two = busy.bean(DataSource.class).getConnection()) {
			CompletableFuture<Answer> waiting = waiting(busy, "?after=" + before + "&wait=20");
			Answer login = revokedLogin(other);

			assertThat(payload(waiting.join()).required("entries")).hasSize(1);
			AnswerAssert.assertThat(busy.token(Form.refresh(APPID, login.refreshToken())))
				.isRefused(503, "temporarily_unavailable");
			assertThat(List.of(one.isClosed(), two.isClosed())).containsOnly(false);
		}
	}

	@Test
	void readWhenDatabaseIsAwayThenUnavailableAndNotReady() {
		try (TestProvider cut = TestProvider.start(this.database.create())) {
			cut.bean(RevocationReader.class).close();

			Awaitility.await().untilAsserted(() -> {
				Answer answer = read(cut, "");
				assertThat(answer.status()).isEqualTo(503);
				assertThat(answer.header("Retry-After")).isEqualTo("1");
				assertThat(health(cut, "readiness")).isEqualTo(503);
			});
			assertThat(health(cut, "liveness")).isEqualTo(200);
		}
	}

	@Test
	void readWhenEntriesHaveOutlivedTheTokensThenGone() {
		TestProvider tidy = TestProvider.tidy(this.database);
		long before = seq(tidy);
		revokedLogin(tidy);
		awaitSeq(tidy, before + 1);
		tidy.clock().advance(Duration.ofMinutes(14));

		Awaitility.await().untilAsserted(() -> {
			assertThat(read(tidy, "?after=" + before).status()).isEqualTo(410);
			assertThat(tidy.bean(JdbcTemplate.class).queryForObject("SELECT COUNT(*) FROM revocation", Integer.class))
				.isZero();
		});
		assertThat(payload(read(tidy, "")).required("entries")).isEmpty();
		assertThat(payload(read(tidy, "?after=" + (before + 1))).required("seq").asLong()).isEqualTo(before + 1);
	}

	@Test
	void readWhenDatabaseWasPutBackThenBeginsAgain() {
		TestProvider tidy = TestProvider.tidy(this.database);
		forgetAll(tidy);
		long before = seq(tidy);
		revokedLogin(tidy);
		revokedLogin(tidy);
		awaitSeq(tidy, before + 2);
		JdbcTemplate jdbc = tidy.bean(JdbcTemplate.class);
		jdbc.update("DELETE FROM revocation WHERE seq = ?", before + 2);
		jdbc.update("UPDATE revocation_sequence SET last_seq = ?", before + 1);
		awaitSeq(tidy, before + 1);

		Answer later = revokedLogin(tidy);
		awaitSeq(tidy, before + 2);

		assertThat(payload(read(tidy, "")).required("entries").findValuesAsString("value")).hasSize(2)
			.contains(RevocationEntry.digest(later.claims().required("sid").asString()));
	}

	@Test
	void readWhenNodeHasJustStartedThenWholeWindowIsTold() {
		TestProvider first = TestProvider.tidy(this.database);
		forgetAll(first);
		Answer revoked = revokedLogin(first);
		try (TestProvider second = first.anotherNode()) {
			awaitCurrent(second);
			assertThat(payload(read(second, "")).required("entries").findValuesAsString("value"))
				.containsExactly(RevocationEntry.digest(revoked.claims().required("sid").asString()));
		}
	}

	@Test
	void readWhenCursorIsFromAnotherLifeThenGone() {
		assertThat(read(this.provider, "?after=999999999").status()).isEqualTo(410);
	}

	@ParameterizedTest
	@ValueSource(strings = { "?after=-1", "?after=x", "?wait=31", "?wait=-1", "?wait=x", "?after=1e3" })
	void readWhenParameterIsNoGoodThenBadRequest(String query) {
		Answer answer = read(this.provider, query);

		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
	}

	@Test
	void readWhenTooManyWaitThenUnavailable() {
		TestProvider tidy = TestProvider.tidy(this.database);
		long before = seq(tidy);
		CompletableFuture<Answer> waiting = waiting(tidy, "?after=" + before + "&wait=20");

		Answer second = read(tidy, "?after=" + before + "&wait=1");

		assertThat(second.status()).isEqualTo(503);
		assertThat(second.header("Retry-After")).isEqualTo("1");
		revokedLogin(tidy);
		assertThat(waiting.join().status()).isEqualTo(200);
	}

	@Test
	void stopWhenRequestsWaitThenTheyAreLetGo() {
		TestProvider stopping = TestProvider.start(this.database.create());
		awaitCurrent(stopping);
		CompletableFuture<Answer> waiting = waiting(stopping, "?after=0&wait=30");
		long start = System.nanoTime();

		stopping.close();

		assertThat(waiting.join().status()).isEqualTo(200);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
	}

	private static Answer revokedLogin(TestProvider provider) {
		Answer login = provider.login(APPID, "person-" + UUID.randomUUID());
		provider.revoke(Form.about(login.refreshToken()).with("client_id", APPID));
		return login;
	}

	/**
	 * Has everything forgotten that was told before.
	 */
	private static void forgetAll(TestProvider provider) {
		provider.clock().advance(Duration.ofMinutes(14));
		Awaitility.await()
			.untilAsserted(() -> assertThat(
					provider.bean(JdbcTemplate.class).queryForObject("SELECT COUNT(*) FROM revocation", Integer.class))
				.isZero());
	}

	/** A node that has just started reads the feed anew before it speaks for it. */
	private static void awaitCurrent(TestProvider provider) {
		Awaitility.await().until(provider.bean(RevocationWindow.class)::isCurrent);
	}

	private static CompletableFuture<Answer> waiting(TestProvider provider, String query) {
		CompletableFuture<Answer> waiting = CompletableFuture.supplyAsync(() -> read(provider, query));
		Awaitility.await().until(() -> provider.bean(RevocationsEndpoint.class).waiting() == 1);
		return waiting;
	}

	private static void awaitSeq(TestProvider provider, long seq) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(provider.bean(RevocationWindow.class).lastSeq()).isEqualTo(seq));
	}

	private static int health(TestProvider provider, String group) {
		return provider.send(provider.management("/actuator/health/" + group)).status();
	}

	private static Answer read(TestProvider provider, String query) {
		return provider.send(provider.request("/oauth2/revocations" + query));
	}

	private static JsonNode payload(Answer answer) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return new JsonMapper().readTree(Base64.getUrlDecoder().decode(answer.body().split("\\.")[1]));
	}

	/**
	 * Returns the number of the newest entry, once the node knows it.
	 */
	private static long seq(TestProvider provider) {
		long seq = provider.bean(JdbcTemplate.class)
			.queryForObject("SELECT last_seq FROM revocation_sequence", Long.class);
		awaitSeq(provider, seq);
		return seq;
	}

	@Nested
	@ParameterizedClass
	@EnumSource(Database.class)
	class EachDatabase {

		private final TwoNodes nodes;

		EachDatabase(Database database) {
			this.nodes = TwoNodes.shared(database);
		}

		@Test
		@DisplayName("R13: concurrent revocations are all delivered, in order, at another node too")
		void readWhenRevokedConcurrentlyThenAllDelivered() {
			TestProvider one = this.nodes.one();
			TestProvider other = this.nodes.other();
			long before = seq(one);
			String crowd = "crowd-" + UUID.randomUUID();
			List<Answer> logins = Concurrently.run(60,
					(number) -> () -> ((number % 2 == 0) ? one : other).login(APPID, crowd + number));
			Concurrently.run(60, (number) -> () -> ((number % 3 == 0) ? one : other)
				.revoke(Form.about(logins.get(number).accessToken()).with("client_id", APPID)));

			for (TestProvider node : List.of(one, other)) {
				awaitSeq(node, before + 60);
				List<String> digests = payload(read(node, "?after=" + before)).required("entries")
					.valueStream()
					.map((entry) -> entry.required("value").asString())
					.toList();
				assertThat(digests).containsExactlyInAnyOrderElementsOf(logins.stream()
					.map((login) -> RevocationEntry.digest(login.claims().required("sid").asString()))
					.toList());
			}
		}

	}

}
