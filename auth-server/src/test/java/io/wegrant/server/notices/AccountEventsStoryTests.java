package io.wegrant.server.notices;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

import io.wegrant.server.Answer;
import io.wegrant.server.ClientKeyServer;
import io.wegrant.server.Concurrently;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.ReceivingServer;
import io.wegrant.server.ReceivingServer.Received;
import io.wegrant.server.TestProvider;
import io.wegrant.server.TwoNodes;
import io.wegrant.server.accounts.AccountClosing;
import io.wegrant.server.accounts.Roles;
import io.wegrant.server.accounts.Sub;
import io.wegrant.server.accounts.User;
import io.wegrant.server.accounts.UserMerging;
import io.wegrant.server.accounts.Users;
import io.wegrant.server.staff.PhoneNumber;
import io.wegrant.server.staff.Phones;
import io.wegrant.server.staff.Phones.Bound;
import io.wegrant.server.staff.RoleGrants;

import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.ISSUER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Services hear what happens to accounts, at either of two nodes.
 */
@ParameterizedClass
@EnumSource(Database.class)
class AccountEventsStoryTests {

	/** Takes everything. */
	private static final String CRM = "/crm";

	/** Takes changes of roles alone. */
	private static final String CASH = "/cash";

	private static final ReceivingServer SERVICES = new ReceivingServer(
			(exchange) -> ClientKeyServer.send(exchange, 202, ""));

	private static final String RISC = "https://schemas.openid.net/secevent/risc/event-type/";

	private static final String CAEP = "https://schemas.openid.net/secevent/caep/event-type/";

	private final TestProvider one;

	private final TestProvider other;

	private final JdbcTemplate jdbc;

	AccountEventsStoryTests(Database database) {
		TwoNodes nodes = TwoNodes.shared(database, settings());
		this.one = nodes.one();
		this.other = nodes.other();
		this.jdbc = this.one.bean(JdbcTemplate.class);
		this.jdbc.update("DELETE FROM account_event");
		SERVICES.reset();
	}

	private static String[] settings() {
		String registration = "wegrant.clients.registrations[";
		return Stream
			.concat(Stream.of("wegrant.notices.poll-interval=100ms", "wegrant.notices.longest-pause=1s"),
					Stream.of("0].appid=" + APPID, "0].app-secret=" + TestProvider.APP_SECRET,
							"0].resources=" + TestProvider.RESOURCE, "0].scopes=profile", "1].client-id=crm",
							"1].client-secret=secret-of-crm", "1].resources=https://crm.example,https://other.example",
							"1].event-receivers[0].events=*", "1].event-receivers[0].url=" + SERVICES.url(CRM),
							"1].event-receivers[0].resource=https://crm.example", "2].client-id=cash",
							"2].client-secret=secret-of-cash", "2].resources=https://cash.example",
							"2].event-receivers[0].events=token-claims-change",
							"2].event-receivers[0].url=" + SERVICES.url(CASH), "3].client-id=admin-cli",
							"3].client-secret=admin-cli-secret", "3].scopes=admin.read")
						.map((each) -> registration + each))
			.toArray(String[]::new);
	}

	@AfterAll
	static void stopServices() {
		SERVICES.close();
	}

	@Test
	@DisplayName("W08: a signed SET with an id, who and what, and nothing else")
	void changeWhenAccountIsDisabledThenSignedEventTells() throws Exception {
		Sub sub = newUser();

		this.one.bean(Users.class).disable(sub);

		Received received = await(CRM, 1).get(0);
		assertThat(received.method()).isEqualTo("POST");
		assertThat(received.contentType()).isEqualTo("application/secevent+jwt");
		assertThat(received.headers()).containsExactlyInAnyOrder("Accept", "Connection", "Content-length",
				"Content-type", "Host", "User-agent");
		JsonNode header = Received.part(received.body(), 0);
		assertThat(header.required("typ").asString()).isEqualTo("secevent+jwt");
		assertThat(header.required("alg").asString()).isEqualTo("ES256");
		SignedJWT jwt = SignedJWT.parse(received.body());
		JWKSet keys = JWKSet.parse(this.other.send(this.other.request("/oauth2/jwks").GET()).body());
		assertThat(jwt.verify(new ECDSAVerifier(keys.getKeyByKeyId(jwt.getHeader().getKeyID()).toECKey()))).isTrue();
		JsonNode claims = claims(received);
		assertThat(claims.propertyNames()).containsExactlyInAnyOrder("iss", "jti", "iat", "toe", "aud", "sub_id",
				"events");
		assertThat(claims.required("iss").asString()).isEqualTo(ISSUER);
		assertThat(claims.required("aud").toString()).contains("https://crm.example").doesNotContain("other");
		assertThat(claims.required("sub_id").toString()).contains("\"format\":\"iss_sub\"",
				"\"iss\":\"" + ISSUER + "\"", "\"sub\":\"" + sub.value() + "\"");
		assertThat(claims.required("iat").asLong()).isBetween(claims.required("toe").asLong(),
				this.one.clock().instant().getEpochSecond() + 1);
		assertThat(claims.required("events").toString()).isEqualTo("{\"" + RISC + "account-disabled\":{}}");
		Awaitility.await().until(() -> untaken() == 0);
	}

	@Test
	@DisplayName("W08: each change is told, in the order of the changes, to those who asked for it")
	void changeWhenOneAfterTheOtherThenToldInOrder() {
		Sub sub = newUser();
		User user = user(sub);
		PhoneNumber number = number();

		this.one.bean(Users.class).disable(sub);
		this.other.bean(Users.class).enable(sub);
		bind(this.one, user, number);
		bind(this.one, user, number);
		this.other.bean(RoleGrants.class).replace(user.id(), Roles.of(List.of("CASHIER")).orElseThrow());
		this.one.bean(TransactionTemplate.class)
			.executeWithoutResult((status) -> this.one.bean(Phones.class).release(user.id()));
		this.other.bean(AccountClosing.class).close(sub);

		List<Received> received = await(CRM, 6);
		assertThat(received).extracting(AccountEventsStoryTests::type)
			.containsExactly(RISC + "account-disabled", RISC + "account-enabled", ISSUER + "/event-types/phone-changed",
					CAEP + "token-claims-change", ISSUER + "/event-types/phone-changed", RISC + "account-purged");
		assertThat(received).allSatisfy((each) -> assertThat(sub(each)).isEqualTo(sub.value()));
		assertThat(received).extracting(Received::body)
			.extracting((body) -> Received.part(body, 1).toString())
			.noneMatch((claims) -> claims.contains(number.e164().substring(3)));
		JsonNode change = claims(received.get(3)).required("events").required(CAEP + "token-claims-change");
		assertThat(change.required("claims").toString()).isEqualTo("{\"roles\":[\"CASHIER\",\"USER\"]}");
		assertThat(change.required("event_timestamp").isIntegralNumber()).isTrue();
		assertThat(await(CASH, 1)).extracting(AccountEventsStoryTests::type)
			.containsExactly(CAEP + "token-claims-change");
		Awaitility.await().until(() -> untaken() == 0);
		assertThat(SERVICES.at(CRM)).hasSize(6);
	}

	@Test
	@DisplayName("W08: who loses a number to somebody else is told of, too, and who is merged before it is closed")
	void changeWhenTwoUsersAreConcernedThenBothAreTold() {
		User loser = user(newUser());
		User winner = user(newUser());
		PhoneNumber number = number();
		bind(this.one, loser, number);
		await(CRM, 1);
		SERVICES.reset();

		bind(this.other, winner, number);
		assertThat(this.one.bean(UserMerging.class).merge(user(loser.sub()), user(winner.sub()))).isTrue();

		List<Received> received = await(CRM, 4);
		assertThat(received.stream().filter((each) -> sub(each).equals(winner.sub().value())).toList())
			.extracting(AccountEventsStoryTests::type)
			.containsExactly(ISSUER + "/event-types/phone-changed");
		List<Received> ofLoser = received.stream().filter((each) -> sub(each).equals(loser.sub().value())).toList();
		assertThat(ofLoser).extracting(AccountEventsStoryTests::type)
			.containsExactly(ISSUER + "/event-types/phone-changed", ISSUER + "/event-types/user-merged",
					RISC + "account-purged");
		assertThat(claims(ofLoser.get(1)).required("events").toString())
			.contains("{\"into\":\"" + winner.sub().value() + "\"}");
	}

	@Test
	@DisplayName("W08: of who was merged into a user is told before what happens to that user later")
	void changeWhenMergedUserIsClosedThenMergeIsToldFirst() {
		User gone = user(newUser());
		User merged = user(newUser());
		SERVICES.answer(CRM, 503, "");
		assertThat(this.one.bean(UserMerging.class).merge(gone, merged)).isTrue();
		await(CRM, 1);
		this.other.bean(AccountClosing.class).close(merged.sub());
		this.jdbc.update("UPDATE account_event SET due_at = due_at + 3000 WHERE sub = ?", gone.sub().value());

		SERVICES.reset();

		assertThat(await(CRM, 3)).extracting(AccountEventsStoryTests::sub, AccountEventsStoryTests::type)
			.startsWith(tuple(gone.sub().value(), ISSUER + "/event-types/user-merged"))
			.contains(tuple(gone.sub().value(), RISC + "account-purged"),
					tuple(merged.sub().value(), RISC + "account-purged"));
	}

	@Test
	@DisplayName("W08: a change that is undone is not told")
	void changeWhenUndoneThenNotTold() {
		Sub undone = newUser();
		Sub done = newUser();

		this.one.bean(TransactionTemplate.class).executeWithoutResult((status) -> {
			this.one.bean(Users.class).disable(undone);
			status.setRollbackOnly();
		});
		this.one.bean(Users.class).disable(done);
		this.one.bean(Users.class).disable(done);

		await(CRM, 1);
		Awaitility.await().until(() -> untaken() == 0);
		assertThat(SERVICES.at(CRM)).extracting(AccountEventsStoryTests::sub).containsExactly(done.value());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			200 |                                      | status_200
			204 |                                      | status_204
			302 |                                      | status_302
			400 | {"err":"invalid_audience"}           | invalid_audience
			400 | {"err":"nonsense","description":"a"} | status_400
			400 | [                                    | status_400
			503 | {"err":"invalid_key"}                | status_503
			""")
	@DisplayName("W08: only 202 takes an event; the same is told again, signed anew, and the next one waits for it")
	void tellWhenNotTakenThenToldAgainBeforeTheNext(int status, String body, String cause) {
		Sub sub = newUser();
		SERVICES.answer(CRM, status, (body != null) ? body : "");
		this.one.bean(Users.class).disable(sub);
		this.other.bean(Users.class).enable(sub);
		await(CRM, 2);
		assertThat(SERVICES.at(CRM)).extracting(AccountEventsStoryTests::type).containsOnly(RISC + "account-disabled");
		assertThat(this.jdbc.queryForList("SELECT cause FROM account_event WHERE cause IS NOT NULL", String.class))
			.containsExactly(cause);

		SERVICES.answer(CRM, 202, "");

		Awaitility.await().until(() -> untaken() == 0);
		List<Received> received = SERVICES.at(CRM);
		assertThat(type(received.get(received.size() - 1))).isEqualTo(RISC + "account-enabled");
		List<Received> repeated = received.subList(0, received.size() - 1);
		assertThat(repeated).extracting((each) -> claims(each).required("jti").asString())
			.containsOnly(claims(received.get(0)).required("jti").asString());
		assertThat(repeated).extracting(Received::body).doesNotHaveDuplicates();
	}

	@Test
	@DisplayName("W08: an answer that does not come, or does not end, takes nothing and holds up no other service")
	void tellWhenServiceHangsThenOthersAreTold() {
		User user = user(newUser());
		SERVICES.answer(CRM, AccountEventsStoryTests::answerForever);

		this.one.bean(RoleGrants.class).replace(user.id(), Roles.of(List.of("CASHIER")).orElseThrow());

		assertThat(await(CASH, 1)).hasSize(1);
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> this.jdbc.queryForList("SELECT cause FROM account_event", String.class),
					(causes) -> causes.equals(List.of("status_500")));
	}

	@Test
	@DisplayName("W08: events that a service never takes hold up those users' alone")
	void tellWhenOneIsRefusedThenOthersAreTold() {
		List<Sub> refused = IntStream.range(0, 8).mapToObj((i) -> newUser()).toList();
		List<Sub> others = IntStream.range(0, 10).mapToObj((i) -> newUser()).toList();
		SERVICES.answer(CRM, (exchange) -> {
			List<Received> all = SERVICES.at(CRM);
			boolean takes = refused.stream().noneMatch((each) -> each.value().equals(sub(all.get(all.size() - 1))));
			ClientKeyServer.send(exchange, takes ? 202 : 500, "");
		});

		refused.forEach((sub) -> this.one.bean(Users.class).disable(sub));
		others.forEach((sub) -> this.one.bean(Users.class).disable(sub));

		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> untaken() == refused.size());
		assertThat(SERVICES.at(CRM)
			.stream()
			.map(AccountEventsStoryTests::sub)
			.filter(others.stream().map(Sub::value).toList()::contains))
			.containsExactlyElementsOf(others.stream().map(Sub::value).toList());
	}

	@Test
	@DisplayName("W08: changes of many at two nodes at once are told once each, in the order of each user's")
	void tellWhenTwoNodesChangeThenEachInItsOrder() {
		List<Sub> subs = IntStream.range(0, 20).mapToObj((i) -> newUser()).toList();
		AtomicInteger turn = new AtomicInteger();

		Concurrently.run(subs.size(), (i) -> () -> {
			for (int change = 0; change < 3; change++) {
				node(turn).disable(subs.get(i));
				node(turn).enable(subs.get(i));
			}
			return i;
		});

		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> SERVICES.at(CRM).size() == 120);
		Awaitility.await().until(() -> untaken() == 0);
		assertThat(SERVICES.at(CRM)).extracting((each) -> claims(each).required("jti").asString())
			.doesNotHaveDuplicates();
		for (Sub sub : subs) {
			assertThat(SERVICES.at(CRM).stream().filter((each) -> sub(each).equals(sub.value())).toList())
				.extracting(AccountEventsStoryTests::type)
				.containsExactly(IntStream.range(0, 6)
					.mapToObj((i) -> RISC + ((i % 2 == 0) ? "account-disabled" : "account-enabled"))
					.toArray(String[]::new));
		}
	}

	@Test
	@DisplayName("W08: after a week in vain it is given up, listed for administrators, and a month later forgotten")
	void tellWhenServiceIsAwayForAWeekThenGivenUp() {
		Sub sub = newUser();
		SERVICES.answer(CRM, 503, "");
		this.one.bean(Users.class).disable(sub);
		await(CRM, 1);
		Awaitility.await().untilAsserted(() -> assertThat(list("waiting")).singleElement().satisfies((item) -> {
			assertThat(item.required("sub").asString()).isEqualTo(sub.value());
			assertThat(item.required("client_id").asString()).isEqualTo("crm");
			assertThat(item.required("type").asString()).isEqualTo("account-disabled");
			assertThat(item.required("cause").asString()).isEqualTo("status_503");
			assertThat(item.required("attempts").asInt()).isPositive();
			assertThat(item.has("due_at")).isTrue();
			assertThat(item.has("dead_at")).isFalse();
		}));
		assertThat(list("dead")).isEmpty();
		Awaitility.await().untilAsserted(() -> assertThat(health().required("waiting").asInt()).isOne());

		this.one.clock().advance(Duration.ofDays(7).plusSeconds(1));

		Awaitility.await().untilAsserted(() -> assertThat(list("dead")).singleElement().satisfies((item) -> {
			assertThat(item.required("sub").asString()).isEqualTo(sub.value());
			assertThat(item.has("dead_at")).isTrue();
		}));
		assertThat(list("waiting")).isEmpty();
		SERVICES.reset();
		this.one.bean(Users.class).enable(sub);
		assertThat(await(CRM, 1)).extracting(AccountEventsStoryTests::type).containsExactly(RISC + "account-enabled");
		Awaitility.await().untilAsserted(() -> assertThat(health().required("givenUp").asInt()).isOne());

		this.one.clock().advance(Duration.ofDays(30).plusSeconds(1));

		Awaitility.await().untilAsserted(() -> assertThat(list("dead")).isEmpty());
	}

	@Test
	@DisplayName("W08: what no receiver is registered for any more is given up, and holds up nothing")
	void tellWhenReceiverIsGoneThenGivenUp() {
		Sub sub = newUser();
		User user = user(sub);
		SERVICES.answer(CASH, 503, "");
		this.one.bean(RoleGrants.class).replace(user.id(), Roles.of(List.of("CASHIER")).orElseThrow());
		await(CASH, 1);
		this.jdbc.update("UPDATE account_event SET type = 'PHONE_CHANGED' WHERE client_id = 'cash'");
		this.one.bean(RoleGrants.class).replace(user.id(), Roles.NONE);

		SERVICES.reset();

		assertThat(await(CASH, 1)).extracting(AccountEventsStoryTests::type)
			.containsExactly(CAEP + "token-claims-change");
		Awaitility.await()
			.untilAsserted(() -> assertThat(
					this.jdbc.queryForList("SELECT cause FROM account_event WHERE dead_at IS NOT NULL", String.class))
				.containsExactly("registration"));
	}

	@Test
	@DisplayName("W08: an event is no access token")
	void requestWhenEventIsTheTokenThenRefused() {
		this.one.bean(Users.class).disable(newUser());
		String event = await(CRM, 1).get(0).body();

		Answer answer = this.one.send(this.one.request("/userinfo").header("Authorization", "Bearer " + event).GET());

		assertThat(answer.status()).isEqualTo(401);
	}

	private static void answerForever(HttpExchange exchange) throws IOException {
		exchange.sendResponseHeaders(500, 0);
		while (true) {
			exchange.getResponseBody().write(new byte[1 << 16]);
		}
	}

	private Users node(AtomicInteger turn) {
		return ((turn.getAndIncrement() % 2 == 0) ? this.one : this.other).bean(Users.class);
	}

	private Sub newUser() {
		return new Sub(this.one.login(APPID, "person-" + UUID.randomUUID()).claims().required("sub").asString());
	}

	private User user(Sub sub) {
		return this.one.bean(Users.class).find(sub).orElseThrow();
	}

	private static PhoneNumber number() {
		String digits = String.valueOf(Math.floorMod(UUID.randomUUID().getLeastSignificantBits(), 100_000_000L));
		return PhoneNumber.parse("+86138" + "0".repeat(8 - digits.length()) + digits).orElseThrow();
	}

	private static void bind(TestProvider node, User user, PhoneNumber number) {
		Optional<Bound> bound = node.bean(TransactionTemplate.class)
			.execute((status) -> node.bean(Phones.class).bind(user.id(), number));
		assertThat(bound).isPresent();
	}

	private List<Received> await(String path, int count) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> SERVICES.at(path).size() >= count);
		return SERVICES.at(path);
	}

	private int untaken() {
		return this.jdbc.queryForObject("SELECT COUNT(*) FROM account_event", Integer.class);
	}

	private List<JsonNode> list(String which) {
		String token = this.one.token(Form.grant("client_credentials").as("admin-cli", "admin-cli-secret"))
			.accessToken();
		HttpRequest.Builder request = this.one.request("/admin/api/account-events/" + which)
			.header("Authorization", "Bearer " + token);
		return this.one.send(request.GET()).json().required("items").valueStream().toList();
	}

	private JsonNode health() {
		return this.one.send(this.one.management("/actuator/health").GET())
			.json()
			.required("components")
			.required("accountEvents")
			.required("details");
	}

	private static JsonNode claims(Received received) {
		return Received.part(received.body(), 1);
	}

	private static String sub(Received received) {
		return claims(received).required("sub_id").required("sub").asString();
	}

	private static String type(Received received) {
		Set<String> types = new HashSet<>(claims(received).required("events").propertyNames());
		assertThat(types).hasSize(1);
		return types.iterator().next();
	}

}
