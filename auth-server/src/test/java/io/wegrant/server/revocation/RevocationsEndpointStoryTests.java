package io.wegrant.server.revocation;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import javax.sql.DataSource;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
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
import io.wegrant.server.accounts.Users;
import io.wegrant.server.clients.Clients;

import static io.wegrant.server.TestProvider.APPID;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Services read what was revoked.
 */
@ParameterizedClass
@EnumSource(Database.class)
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
		long before = seq(read(this.provider, ""));
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
	void readWhenUserIsDisabledOrClientsSessionsEndThenTimesAreTold() {
		try (TestProvider own = TestProvider.start(this.database.create())) {
			Answer login = own.login(APPID, "alice");
			String sub = login.claims().required("sub").asString();
			own.bean(Users.class).disable(sub);
			own.bean(Clients.class).endSessions(APPID);
			awaitSeq(own, 3);

			JsonNode entries = payload(read(own, "")).required("entries");

			assertThat(entries).extracting((entry) -> entry.required("type").asString())
				.containsExactlyInAnyOrder("sid", "sub", "client_id");
			assertThat(entries).extracting((entry) -> entry.required("value").asString())
				.containsExactlyInAnyOrder(RevocationEntry.digest(login.claims().required("sid").asString()),
						RevocationEntry.digest(sub), RevocationEntry.digest(APPID));
			assertThat(entries).filteredOn((entry) -> !"sid".equals(entry.required("type").asString()))
				.allSatisfy((entry) -> assertThat(entry.required("before").asLong())
					.isGreaterThanOrEqualTo(login.claims().required("iat").asLong()));
		}
	}

	@Test
	void readWhenWaitingThenAnsweredAsSoonAsThereIsNews() {
		long before = seq(read(this.provider, ""));
		CompletableFuture<Answer> waiting = CompletableFuture
			.supplyAsync(() -> read(this.provider, "?after=" + before + "&wait=20"));

		long start = System.nanoTime();
		revokedLogin(this.provider);

		assertThat(payload(waiting.join()).required("entries")).isNotEmpty();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
	}

	@Test
	void readWhenNothingComesThenEmptyAfterTheWait() {
		try (TestProvider quiet = TestProvider.start(this.database.create())) {
			JsonNode answer = payload(read(quiet, "?after=0&wait=1"));

			assertThat(answer.required("entries")).isEmpty();
			assertThat(answer.required("seq").asLong()).isZero();
			assertThat(answer.required("more").asBoolean()).isFalse();
		}
	}

	@Test
	void readWhenWindowIsLongThenInPages() {
		try (TestProvider small = TestProvider.start(this.database.create(), "wegrant.revocation.page-size=2")) {
			for (int i = 0; i < 5; i++) {
				revokedLogin(small);
			}
			awaitSeq(small, 5);

			JsonNode first = payload(read(small, ""));
			JsonNode second = payload(read(small, "?after=" + first.required("seq").asLong()));
			JsonNode third = payload(read(small, "?after=" + second.required("seq").asLong()));

			assertThat(first.has("after")).isFalse();
			assertThat(List.of(first, second, third)).extracting((page) -> page.required("entries").size())
				.containsExactly(2, 2, 1);
			assertThat(List.of(first, second, third)).extracting((page) -> page.required("more").asBoolean())
				.containsExactly(true, true, false);
		}
	}

	@Test
	@DisplayName("R13: concurrent revocations are all delivered, in order, at another node too")
	void readWhenRevokedConcurrentlyThenAllDelivered() {
		Map<String, String> shared = this.database.create();
		try (TestProvider one = TestProvider.start(shared);
				TestProvider other = TestProvider.start(shared, "wegrant.keyset.value=" + one.keyset())) {
			List<Answer> logins = Concurrently.run(60,
					(number) -> () -> ((number % 2 == 0) ? one : other).login(APPID, "crowd-" + number));
			Concurrently.run(60, (number) -> () -> ((number % 3 == 0) ? one : other)
				.revoke(Form.about(logins.get(number).accessToken()).with("client_id", APPID)));

			for (TestProvider node : List.of(one, other)) {
				awaitSeq(node, 60);
				List<String> digests = payload(read(node, "")).required("entries")
					.valueStream()
					.map((entry) -> entry.required("value").asString())
					.toList();
				assertThat(digests).containsExactlyInAnyOrderElementsOf(logins.stream()
					.map((login) -> RevocationEntry.digest(login.claims().required("sid").asString()))
					.toList());
			}
		}
	}

	@Test
	void readWhenRequestsHoldAllConnectionsThenRevocationOfAnotherNodeArrives() throws SQLException {
		Map<String, String> shared = this.database.create();
		try (TestProvider busy = TestProvider.start(shared, "spring.datasource.hikari.maximum-pool-size=2");
				TestProvider other = TestProvider.start(shared, "wegrant.keyset.value=" + busy.keyset());
				Connection one = busy.bean(DataSource.class).getConnection();
				Connection two = busy.bean(DataSource.class).getConnection()) {
			CompletableFuture<Answer> waiting = CompletableFuture.supplyAsync(() -> read(busy, "?after=0&wait=20"));
			Answer login = revokedLogin(other);

			assertThat(payload(waiting.join()).required("entries")).hasSize(1);
			AnswerAssert.assertThat(busy.token(Form.refresh(APPID, login.refreshToken())))
				.isRefused(503, "temporarily_unavailable");
			assertThat(List.of(one.isClosed(), two.isClosed())).containsOnly(false);
		}
	}

	@Test
	void readWhenDatabaseIsAwayThenUnavailable() {
		try (TestProvider cut = TestProvider.start(this.database.create())) {
			cut.bean(RevocationReader.class).close();

			Awaitility.await().untilAsserted(() -> {
				Answer answer = read(cut, "");
				assertThat(answer.status()).isEqualTo(503);
				assertThat(answer.header("Retry-After")).isEqualTo("1");
			});
		}
	}

	@Test
	void readWhenEntriesHaveOutlivedTheTokensThenGone() {
		try (TestProvider old = TestProvider.start(this.database.create(), "wegrant.revocation.purge-interval=100ms")) {
			revokedLogin(old);
			awaitSeq(old, 1);
			old.clock().advance(Duration.ofMinutes(14));

			Awaitility.await().untilAsserted(() -> {
				assertThat(read(old, "?after=0").status()).isEqualTo(410);
				assertThat(
						old.bean(JdbcTemplate.class).queryForObject("SELECT COUNT(*) FROM revocation", Integer.class))
					.isZero();
			});
			assertThat(payload(read(old, "")).required("entries")).isEmpty();
			assertThat(payload(read(old, "?after=1")).required("seq").asLong()).isEqualTo(1);
		}
	}

	@Test
	void readWhenDatabaseWasPutBackThenBeginsAgain() {
		try (TestProvider restored = TestProvider.start(this.database.create())) {
			revokedLogin(restored);
			revokedLogin(restored);
			awaitSeq(restored, 2);
			JdbcTemplate jdbc = restored.bean(JdbcTemplate.class);
			jdbc.update("DELETE FROM revocation WHERE seq = 2");
			jdbc.update("UPDATE revocation_sequence SET last_seq = 1");
			awaitSeq(restored, 1);

			Answer later = revokedLogin(restored);
			awaitSeq(restored, 2);

			assertThat(payload(read(restored, "")).required("entries").findValuesAsString("value")).hasSize(2)
				.contains(RevocationEntry.digest(later.claims().required("sid").asString()));
		}
	}

	@Test
	void readWhenNodeHasJustStartedThenWholeWindowIsTold() {
		Map<String, String> shared = this.database.create();
		try (TestProvider first = TestProvider.start(shared)) {
			Answer revoked = revokedLogin(first);
			try (TestProvider second = TestProvider.start(shared, "wegrant.keyset.value=" + first.keyset())) {
				assertThat(payload(read(second, "")).required("entries").findValuesAsString("value"))
					.containsExactly(RevocationEntry.digest(revoked.claims().required("sid").asString()));
			}
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
		try (TestProvider narrow = TestProvider.start(this.database.create(), "wegrant.revocation.max-waiting=1")) {
			CompletableFuture<Answer> waiting = CompletableFuture.supplyAsync(() -> read(narrow, "?after=0&wait=20"));
			Awaitility.await().untilAsserted(() -> {
				Answer second = read(narrow, "?after=0&wait=1");
				assertThat(second.status()).isEqualTo(503);
				assertThat(second.header("Retry-After")).isEqualTo("1");
			});
			revokedLogin(narrow);
			assertThat(waiting.join().status()).isEqualTo(200);
		}
	}

	@Test
	void stopWhenRequestsWaitThenTheyAreLetGo() {
		TestProvider stopping = TestProvider.start(this.database.create());
		CompletableFuture<Answer> waiting = CompletableFuture.supplyAsync(() -> read(stopping, "?after=0&wait=30"));
		Awaitility.await().until(() -> stopping.bean(RevocationsEndpoint.class).waiting() == 1);
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

	private static void awaitSeq(TestProvider provider, long seq) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(provider.bean(RevocationWindow.class).lastSeq()).isEqualTo(seq));
	}

	private static Answer read(TestProvider provider, String query) {
		return provider.send(provider.request("/oauth2/revocations" + query));
	}

	private static JsonNode payload(Answer answer) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return new JsonMapper().readTree(Base64.getUrlDecoder().decode(answer.body().split("\\.")[1]));
	}

	private static long seq(Answer answer) {
		return payload(answer).required("seq").asLong();
	}

}
