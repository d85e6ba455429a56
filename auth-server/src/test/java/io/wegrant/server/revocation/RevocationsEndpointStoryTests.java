package io.wegrant.server.revocation;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
import org.springframework.transaction.support.TransactionTemplate;
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
import io.wegrant.server.settings.TimeAllowances;

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
		String before = cursor(this.provider);
		Answer login = revokedLogin(this.provider);
		String sid = login.claims().required("sid").asString();

		JsonNode news = payload(read(this.provider, "?after=" + before + "&wait=5"));

		assertThat(news.required("after").asString()).isEqualTo(before);
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
		String before = cursor(tidy);
		Answer login = tidy.login(APPID, "person-" + UUID.randomUUID());
		String sub = login.claims().required("sub").asString();
		tidy.bean(Users.class).disable(new Sub(sub));
		tidy.bean(Clients.class).endSessions(new ClientId(APPID));
		awaitRead(tidy);

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
		String before = cursor(this.provider);
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
		String before = cursor(tidy);

		JsonNode answer = payload(read(tidy, "?after=" + before + "&wait=1"));

		assertThat(answer.required("entries")).isEmpty();
		assertThat(answer.required("cursor").asString()).isEqualTo(before);
		assertThat(answer.required("more").asBoolean()).isFalse();
	}

	@Test
	void readWhenWindowIsLongThenInPages() {
		TestProvider tidy = TestProvider.tidy(this.database);
		revokedLogin(tidy);
		revokedLogin(tidy);
		String before = cursor(tidy);
		for (int i = 0; i < 7; i++) {
			revokedLogin(tidy);
		}
		awaitRead(tidy);

		List<JsonNode> all = pages(tidy, "");
		List<JsonNode> later = pages(tidy, "?after=" + before);

		assertThat(all).allSatisfy((page) -> assertThat(page.required("entries").size()).isLessThanOrEqualTo(3));
		assertThat(all.stream().mapToInt((page) -> page.required("entries").size()).sum())
			.isEqualTo(tidy.bean(RevocationWindow.class).size());
		assertThat(later.stream().mapToInt((page) -> page.required("entries").size()).sum()).isEqualTo(7);
		// Where a page ends does not depend on where a reader began.
		assertThat(all).extracting((page) -> page.required("cursor").asString())
			.containsAll(later.stream().map((page) -> page.required("cursor").asString()).toList());
	}

	private static List<JsonNode> pages(TestProvider provider, String begin) {
		List<JsonNode> pages = new ArrayList<>(List.of(payload(read(provider, begin))));
		while (pages.get(pages.size() - 1).required("more").asBoolean()) {
			String cursor = pages.get(pages.size() - 1).required("cursor").asString();
			pages.add(payload(read(provider, "?after=" + cursor)));
		}
		return pages;
	}

	@Test
	void readWhenRequestsHoldAllConnectionsThenRevocationOfAnotherNodeArrives() throws SQLException {
		TestProvider other = this.provider;
		String before = cursor(other);
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
		revokedLogin(tidy);
		String before = cursor(tidy);
		revokedLogin(tidy);
		awaitRead(tidy);
		tidy.clock().advance(Duration.ofMinutes(14));

		Awaitility.await().untilAsserted(() -> {
			assertThat(read(tidy, "?after=" + before).status()).isEqualTo(410);
			assertThat(tidy.bean(JdbcTemplate.class).queryForObject("SELECT COUNT(*) FROM revocation", Integer.class))
				.isZero();
		});
		assertThat(payload(read(tidy, "")).required("entries")).isEmpty();
		String newest = cursor(tidy);
		assertThat(payload(read(tidy, "?after=" + newest)).required("cursor").asString()).isEqualTo(newest);
	}

	@Test
	@DisplayName("E08: a database that was set back takes nothing from the feed, and adds to it under no number twice")
	void readWhenDatabaseWasPutBackThenReadersMissNothing() {
		TestProvider tidy = TestProvider.tidy(this.database);
		Answer first = revokedLogin(tidy);
		String before = cursor(tidy);
		JdbcTemplate jdbc = tidy.bean(JdbcTemplate.class);
		List<Map<String, Object>> lanes = jdbc.queryForList("SELECT lane, last_seq FROM revocation_lane");
		Answer lost = revokedLogin(tidy);
		String heard = cursor(tidy);
		lanes.forEach((lane) -> {
			jdbc.update("DELETE FROM revocation WHERE lane = ? AND seq > ?", lane.get("lane"), lane.get("last_seq"));
			jdbc.update("UPDATE revocation_lane SET last_seq = ? WHERE lane = ?", lane.get("last_seq"),
					lane.get("lane"));
		});

		Answer later = revokedLogin(tidy);
		awaitRead(tidy);

		assertThat(digests(read(tidy, "?after=" + heard))).containsExactly(digest(later));
		assertThat(digests(read(tidy, "?after=" + before))).containsExactly(digest(lost), digest(later));
		try (TestProvider other = tidy.anotherNode()) {
			awaitCurrent(other);
			// It never heard of what was lost, and the reader has.
			assertThat(digests(read(other, "?after=" + heard))).containsExactly(digest(later));
			assertThat(digests(read(other, "?after=" + before))).contains(digest(later)).doesNotContain(digest(first));
		}
	}

	@Test
	void readWhenLaneOfNodeIsGoneThenItBeginsAnother() {
		TestProvider tidy = TestProvider.tidy(this.database);
		revokedLogin(tidy);
		String before = cursor(tidy);
		tidy.bean(JdbcTemplate.class).update("DELETE FROM revocation_lane");

		List<Answer> logins = Concurrently.run(12, (number) -> () -> revokedLogin(tidy));
		awaitRead(tidy);

		assertThat(pages(tidy, "?after=" + before)).flatExtracting(RevocationsEndpointStoryTests::digests)
			.hasSize(12)
			.containsAll(logins.stream().map(RevocationsEndpointStoryTests::digest).toList());
	}

	@Test
	@DisplayName("R12: a reader who begins among old entries and one that lives longer gets all pages")
	void readWhenOneEntryOutlivesThoseAfterItThenColdReaderGetsAllPages() {
		TestProvider tidy = TestProvider.tidy(this.database);
		forgetAll(tidy);
		JdbcTemplate jdbc = tidy.bean(JdbcTemplate.class);
		long expiry = tidy.clock().instant().getEpochSecond() + 600;
		for (int seq = 1; seq <= 40; seq++) {
			jdbc.update("INSERT INTO revocation (lane, seq, type, digest, expires_at) VALUES (29, ?, 'SID', ?, ?)", seq,
					RevocationEntry.digest("lives-" + seq), (seq == 3) ? expiry + 3_000 : expiry);
		}
		jdbc.update("INSERT INTO revocation_lane (lane, last_seq) VALUES (29, 40)");
		awaitRead(tidy);
		tidy.clock().advance(Duration.ofMinutes(14));
		List<Answer> logins = List.of(revokedLogin(tidy), revokedLogin(tidy), revokedLogin(tidy), revokedLogin(tidy));
		awaitRead(tidy);

		List<JsonNode> pages = pages(tidy, "");

		assertThat(pages).hasSizeGreaterThan(1)
			.flatExtracting(RevocationsEndpointStoryTests::digests)
			.contains(RevocationEntry.digest("lives-3"))
			.containsAll(logins.stream().map(RevocationsEndpointStoryTests::digest).toList());
		jdbc.update("DELETE FROM revocation WHERE lane = 29");
	}

	@Test
	@DisplayName("C02: a revocation that is undone among others begins no other lane")
	void revokeWhenTransactionsAreUndoneThenLaneGoesOn() {
		TestProvider tidy = TestProvider.tidy(this.database);
		revokedLogin(tidy);
		int lanes = tidy.bean(RevocationReader.class).lanes().size();
		TransactionTemplate transactions = tidy.bean(TransactionTemplate.class);

		Concurrently.run(40, (number) -> () -> {
			transactions.executeWithoutResult((status) -> {
				tidy.bean(RevocationRecorder.class).revokeToken("token-" + number);
				if (number % 2 == 0) {
					status.setRollbackOnly();
				}
			});
			return number;
		});
		awaitRead(tidy);

		assertThat(tidy.bean(RevocationReader.class).lanes()).hasSize(lanes);
		assertThat(pages(tidy, "")).flatExtracting(RevocationsEndpointStoryTests::digests)
			.containsAll(IntStream.range(0, 20)
				.mapToObj((half) -> RevocationEntry.digest("token-" + (2 * half + 1)))
				.toList())
			.doesNotContainAnyElementsOf(
					IntStream.range(0, 20).mapToObj((half) -> RevocationEntry.digest("token-" + 2 * half)).toList());
	}

	@Test
	void readWhenEntryIsOfTypeOfLaterVersionThenItIsPassedOn() {
		TestProvider tidy = TestProvider.tidy(this.database);
		String before = cursor(tidy);
		JdbcTemplate jdbc = tidy.bean(JdbcTemplate.class);
		jdbc.update("INSERT INTO revocation (lane, seq, type, digest, expires_at) VALUES (17, 1, 'TENANT', ?, ?)",
				RevocationEntry.digest("tenant"), tidy.clock().instant().getEpochSecond() + 600);
		jdbc.update("INSERT INTO revocation_lane (lane, last_seq) VALUES (17, 1)");
		awaitRead(tidy);

		JsonNode entries = payload(read(tidy, "?after=" + before)).required("entries");

		assertThat(entries).singleElement().satisfies((entry) -> {
			assertThat(entry.required("type").asString()).isEqualTo("tenant");
			assertThat(entry.required("value").asString()).isEqualTo(RevocationEntry.digest("tenant"));
		});
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
		String foreign = new RevocationCursor(new TreeMap<>(Map.of(1L, 42L, 2L, 7L))).text();

		assertThat(read(this.provider, "?after=" + foreign).status()).isEqualTo(410);
		assertThat(read(this.provider, "?wait=20&after=" + foreign).status()).isEqualTo(410);
	}

	@ParameterizedTest
	@ValueSource(strings = { "42", "0", "-1", "x", "AQ", "AAAAAAAA", "%00", "%E4%BD%A0%E5%A5%BD", "..", "a%20b" })
	void readWhenCursorIsNoneThenGone(String cursor) {
		assertGone("?after=" + cursor);
		assertGone("?wait=20&after=" + cursor);
	}

	@Test
	void readWhenCursorIsNotWholeThenGone() {
		revokedLogin(this.provider);
		String cursor = cursor(this.provider);

		for (int length = 1; length < cursor.length(); length++) {
			assertGone("?after=" + cursor.substring(0, length));
		}
		assertGone("?after=" + cursor + "AAAA");
		assertGone("?after=" + cursor.repeat(50));
		assertThat(read(this.provider, "?after=" + cursor.repeat(20_000)).status()).isEqualTo(400);
		assertThat(read(this.provider, "?after=" + cursor).status()).isEqualTo(200);
		assertThat(payload(read(this.provider, "?after=")).has("after")).isFalse();
	}

	private void assertGone(String query) {
		Answer answer = read(this.provider, query);
		assertThat(answer.status()).as(query).isEqualTo(410);
		assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
	}

	@ParameterizedTest
	@ValueSource(strings = { "?wait=31", "?wait=-1", "?wait=x", "?wait=1e3", "?wait=99999999999999999999" })
	void readWhenParameterIsNoGoodThenBadRequest(String query) {
		Answer answer = read(this.provider, query);

		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
	}

	@Test
	void readWhenTooManyWaitThenUnavailable() {
		TestProvider tidy = TestProvider.tidy(this.database);
		String before = cursor(tidy);
		CompletableFuture<Answer> waiting = waiting(tidy, "?after=" + before + "&wait=20");

		Answer second = read(tidy, "?after=" + before + "&wait=1");

		assertThat(second.status()).isEqualTo(503);
		assertThat(second.header("Retry-After")).isEqualTo("1");
		revokedLogin(tidy);
		assertThat(waiting.join().status()).isEqualTo(200);
	}

	@Test
	@DisplayName("C10: a reader that vanishes frees its place at once")
	void readWhenConnectionIsClosedThenPlaceIsFree() throws IOException {
		TestProvider tidy = TestProvider.tidy(this.database);
		RevocationsEndpoint endpoint = tidy.bean(RevocationsEndpoint.class);
		String query = "?after=" + cursor(tidy) + "&wait=30";
		for (int round = 0; round < 3; round++) {
			Socket vanishing = held(tidy, 1, query);
			Awaitility.await().until(() -> endpoint.waiting() == 1);
			vanishing.close();
			Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> endpoint.waiting() == 0);
		}
		CompletableFuture<Answer> waiting = waiting(tidy, query);
		revokedLogin(tidy);
		assertThat(waiting.join().status()).isEqualTo(200);
	}

	@Test
	@DisplayName("C10: whoever looks for closed connections takes no request from one that is open")
	void readWhenConnectionsAreWatchedAllTheTimeThenEveryRequestIsAnswered() {
		TestProvider watched = TestProvider.shared(this.database, "wegrant.revocation.answers-per-second=10000");
		String before = cursor(watched);
		AtomicBoolean over = new AtomicBoolean();
		CompletableFuture<Void> watching = CompletableFuture.runAsync(() -> {
			while (!over.get()) {
				watched.bean(WaitingReaders.class).letGoOfClosed();
			}
		});
		ExecutorService threads = Executors.newFixedThreadPool(20);
		List<CompletableFuture<Integer>> readers = Stream
			.generate(() -> CompletableFuture.supplyAsync(() -> hear(watched, before, 100), threads))
			.limit(20)
			.toList();
		for (int number = 0; number < 100; number++) {
			watched.bean(RevocationRecorder.class).revokeToken("watched-" + number);
		}

		assertThat(readers.stream().map((reader) -> reader.orTimeout(20, TimeUnit.SECONDS).join())).containsOnly(100);
		over.set(true);
		watching.join();
		threads.shutdownNow();
	}

	private static int hear(TestProvider provider, String cursor, int number) {
		Set<String> heard = new HashSet<>();
		String after = cursor;
		while (heard.size() < number) {
			JsonNode page = payload(read(provider, "?wait=20&after=" + after));
			heard.addAll(digests(page));
			after = page.required("cursor").asString();
		}
		return heard.size();
	}

	@Test
	@DisplayName("C10: one address cannot take more than its share")
	void readWhenAddressHasItsShareThenOthersAreStillHeld() throws IOException {
		TestProvider shares = TestProvider.shared(this.database, "wegrant.revocation.max-waiting=10",
				"wegrant.revocation.max-waiting-per-address=2");
		RevocationsEndpoint endpoint = shares.bean(RevocationsEndpoint.class);
		String query = "?after=" + cursor(shares) + "&wait=30";
		try (Socket one = held(shares, 2, query); Socket two = held(shares, 2, query)) {
			Awaitility.await().until(() -> endpoint.waiting() == 2);
			try (Socket three = held(shares, 2, query)) {
				assertThat(statusLine(three)).isEqualTo("HTTP/1.1 503 ");
			}
			try (Socket other = held(shares, 3, query)) {
				Awaitility.await().until(() -> endpoint.waiting() == 3);
				revokedLogin(shares);
				for (Socket each : List.of(one, two, other)) {
					assertThat(statusLine(each)).isEqualTo("HTTP/1.1 200 ");
				}
			}
		}
	}

	@Test
	@DisplayName("C10: what comes faster than a node answers is gathered, and nobody waits until it is his turn at that rate")
	void readWhenMoreWaitThanAreAnsweredInASecondThenAllHearInTime() {
		TestProvider slow = TestProvider.shared(this.database, "wegrant.revocation.answers-per-second=2");
		String before = cursor(slow);
		List<CompletableFuture<Answer>> waiting = Stream
			.generate(() -> CompletableFuture.supplyAsync(() -> read(slow, "?wait=30&after=" + before),
					Executors.newSingleThreadExecutor()))
			.limit(20)
			.toList();
		Awaitility.await().until(() -> slow.bean(RevocationsEndpoint.class).waiting() == 20);
		List<Answer> logins = Stream.generate(() -> slow.login(APPID, "person-" + UUID.randomUUID())).limit(3).toList();
		long begin = System.nanoTime();
		logins.forEach((login) -> slow.revoke(Form.about(login.refreshToken()).with("client_id", APPID)));

		List<Integer> heard = waiting.stream()
			.map(CompletableFuture::join)
			.map((answer) -> digests(answer).size())
			.toList();

		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(8));
		assertThat(heard).filteredOn((number) -> number == 3).hasSizeGreaterThan(10);
	}

	@Test
	@DisplayName("C10: many cursors at once over a long window delay no reading of the node's own")
	void readWhenManyCursorsOverLongWindowThenNodeReadsOn() {
		TestProvider provider = TestProvider.shared(this.database, "wegrant.revocation.purge-interval=1d");
		JdbcTemplate jdbc = provider.bean(JdbcTemplate.class);
		int length = 20_000;
		long expiry = provider.clock().instant().getEpochSecond() + 600;
		jdbc.update("INSERT INTO revocation_lane (lane, last_seq) VALUES (23, 0)");
		jdbc.batchUpdate("INSERT INTO revocation (lane, seq, type, digest, expires_at) VALUES (23, ?, 'SID', ?, ?)",
				IntStream.rangeClosed(1, length)
					.mapToObj((seq) -> new Object[] { seq, RevocationEntry.digest("s-" + seq), expiry })
					.toList());
		jdbc.update("UPDATE revocation_lane SET last_seq = ? WHERE lane = 23", length);
		awaitRead(provider);
		RevocationCursor newest = provider.bean(RevocationWindow.class).newest();
		List<Duration> ages = new CopyOnWriteArrayList<>();
		ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
		Future<?> watching = clock.scheduleAtFixedRate(() -> ages.add(provider.bean(RevocationWindow.class).age()), 0,
				10, TimeUnit.MILLISECONDS);

		List<Integer> statuses = Concurrently.run(40, (number) -> () -> {
			SortedMap<Long, Long> from = new TreeMap<>(newest.heard());
			from.put(23L, 7L * number + 1);
			return read(provider, "?after=" + new RevocationCursor(from).text()).status();
		});

		watching.cancel(false);
		clock.shutdownNow();
		assertThat(statuses).hasSize(40).containsOnly(200);
		assertThat(ages).hasSizeGreaterThan(5).allSatisfy((age) -> assertThat(age).isLessThan(TimeAllowances.CURRENT));
		assertThat(pages(provider,
				"?after=" + newest.within(Set.of()).with(new RevocationCursor(new TreeMap<>(Map.of(23L, 100L)))).text())
			.stream()
			.mapToLong((page) -> page.required("entries").size())
			.sum()).isGreaterThanOrEqualTo(length - 100);
	}

	private static Socket held(TestProvider provider, int host, String query) throws IOException {
		int port = provider.request("/").build().uri().getPort();
		Socket socket = new Socket();
		socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] { 127, 0, 0, (byte) host }), 0));
		socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
		socket.setSoTimeout(10_000);
		socket.getOutputStream()
			.write(("GET /oauth2/revocations" + query + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
		return socket;
	}

	private static String statusLine(Socket socket) throws IOException {
		return new String(socket.getInputStream().readNBytes("HTTP/1.1 200 ".length()), StandardCharsets.US_ASCII);
	}

	@Test
	void stopWhenRequestsWaitThenTheyAreLetGo() {
		TestProvider stopping = TestProvider.start(this.database.create());
		awaitCurrent(stopping);
		CompletableFuture<Answer> waiting = waiting(stopping, "?after=" + cursor(stopping) + "&wait=30");
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

	/** Waits until the node has read what is in the database. */
	private static void awaitRead(TestProvider provider) {
		Awaitility.await().untilAsserted(() -> {
			Map<Long, Long> read = provider.bean(RevocationWindow.class)
				.lanes()
				.stream()
				.collect(Collectors.toMap(RevocationLane::id, RevocationLane::lastSeq));
			assertThat(provider.bean(RevocationReader.class).lanes())
				.allSatisfy((lane, last) -> assertThat(read.getOrDefault(lane, 0L)).isGreaterThanOrEqualTo(last));
		});
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
	 * Returns where a reader is who has heard everything.
	 */
	private static String cursor(TestProvider provider) {
		awaitRead(provider);
		return provider.bean(RevocationWindow.class).newest().text();
	}

	private static List<String> digests(Answer answer) {
		return digests(payload(answer));
	}

	private static List<String> digests(JsonNode page) {
		return page.required("entries").valueStream().map((entry) -> entry.required("value").asString()).toList();
	}

	private static String digest(Answer login) {
		return RevocationEntry.digest(login.claims().required("sid").asString());
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
			String before = cursor(one);
			String crowd = "crowd-" + UUID.randomUUID();
			List<Answer> logins = Concurrently.run(60,
					(number) -> () -> ((number % 2 == 0) ? one : other).login(APPID, crowd + number));
			Concurrently.run(60, (number) -> () -> ((number % 3 == 0) ? one : other)
				.revoke(Form.about(logins.get(number).accessToken()).with("client_id", APPID)));

			for (TestProvider node : List.of(one, other)) {
				awaitRead(node);
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
