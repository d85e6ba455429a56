package io.wegrant.demo.appointments;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.wegrant.demo.FieldProblemException;
import io.wegrant.demo.ResourceServerDemoApplication;
import io.wegrant.resourceserver.TestAccessToken;
import io.wegrant.resourceserver.TestAccountEvent;
import io.wegrant.resourceserver.TestIssuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The appointments over real HTTP, with tokens of a provider that is as small as can be.
 * Each test books slots and is users that no other test has.
 */
@SpringBootTest(classes = ResourceServerDemoApplication.class,
		webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
abstract class AppointmentRules {

	private static final TestIssuer ISSUER = TestIssuer.start();

	private static final AtomicInteger COUNT = new AtomicInteger();

	private final HttpClient client = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@Autowired
	private Appointments appointments;

	@Autowired
	private Bookings bookings;

	@Autowired
	private JdbcClient database;

	@DynamicPropertySource
	static void provider(DynamicPropertyRegistry registry) {
		registry.add("spring.security.oauth2.resourceserver.jwt.issuer-uri", ISSUER::issuer);
	}

	private static String newUser() {
		return "user-" + COUNT.incrementAndGet();
	}

	/** Half hours of the 30 days to come: each is another one. */
	private static Instant newSlot() {
		Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
		return hour.plus(Duration.ofHours(24)).plus(Duration.ofMinutes(30L * COUNT.incrementAndGet()));
	}

	private static TestAccessToken token(String user) {
		return ISSUER.accessTokenFor("http://localhost:8090")
			.scope("appointments")
			.claim("sub", user)
			.claim("sid", "session-of-" + user);
	}

	private static String userToken(String user) {
		return token(user).sign();
	}

	private static String staffToken() {
		return token("staff").roles("USER", "STAFF").sign();
	}

	private static String booking(Object slot) {
		return "{\"slot\":\"" + slot + "\",\"service\":\"tea-tasting\"}";
	}

	private CompletableFuture<HttpResponse<String>> send(String method, String path, String token, String type,
			String body) {
		return this.client.sendAsync(HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path))
			.header("Authorization", "Bearer " + token)
			.header("Content-Type", type)
			.method(method, HttpRequest.BodyPublishers.ofString(body))
			.build(), HttpResponse.BodyHandlers.ofString());
	}

	private HttpResponse<String> get(String token, String path) {
		return send("GET", path, token, "application/json", "").join();
	}

	private HttpResponse<String> delete(String token, String id) {
		return send("DELETE", "/appointments/" + id, token, "application/json", "").join();
	}

	private HttpResponse<String> confirm(String token, String id) {
		return send("POST", "/appointments/" + id + "/confirm", token, "application/json", "").join();
	}

	private HttpResponse<String> post(String token, String body) {
		return postAsync(token, body).join();
	}

	private CompletableFuture<HttpResponse<String>> postAsync(String token, String body) {
		return send("POST", "/appointments", token, "application/json", body);
	}

	private String book(String user, Instant slot) {
		HttpResponse<String> answer = post(userToken(user), booking(slot));
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
		return JsonPath.read(answer.body(), "$.id");
	}

	private List<Integer> statuses(int count, IntFunction<CompletableFuture<HttpResponse<String>>> request) {
		List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, count).mapToObj(request).toList();
		return answers.stream().map((answer) -> answer.join().statusCode()).toList();
	}

	private static List<String> ids(HttpResponse<String> page) {
		assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
		return JsonPath.read(page.body(), "$.items[*].id");
	}

	private List<String> idsOf(String user) {
		return ids(get(userToken(user), "/appointments"));
	}

	private static String status(HttpResponse<String> answer) {
		return JsonPath.read(answer.body(), "$.status");
	}

	private static void assertProblem(HttpResponse<String> answer, int status) {
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
		assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(JsonPath.<Integer>read(answer.body(), "$.status")).isEqualTo(status);
		assertThat(answer.body()).doesNotContain("Exception", "trace", "\tat ");
	}

	private static void assertFieldProblem(HttpResponse<String> answer, int status, String field) {
		assertProblem(answer, status);
		assertThat(JsonPath.<List<String>>read(answer.body(), "$.errors[*].field")).containsExactly(field);
		assertThat(JsonPath.<String>read(answer.body(), "$.detail")).startsWith(field + " ");
	}

	@Test
	void bookWhenSlotIsFreeThenCreatedAndThere() {
		String user = newUser();
		Instant slot = newSlot();
		HttpResponse<String> answer = post(userToken(user), booking(slot));
		assertThat(answer.statusCode()).isEqualTo(201);
		String location = answer.headers().firstValue("Location").orElseThrow();
		assertThat(location).isEqualTo("/appointments/" + JsonPath.read(answer.body(), "$.id"));
		assertThat(answer.body())
			.contains("\"slot\":\"" + slot + "\",\"service\":\"tea-tasting\",\"status\":\"BOOKED\"")
			.doesNotContain(user);
		assertThat(Instant.parse(JsonPath.read(answer.body(), "$.created_at"))).isBeforeOrEqualTo(Instant.now());
		assertThat(get(userToken(user), location).body()).isEqualTo(answer.body());
		assertThat(get(userToken(user), "/appointments").body())
			.isEqualTo("{\"items\":[" + answer.body() + "],\"page\":0,\"size\":20,\"total\":1}");
	}

	@Test
	void bookWhenSlotIsTakenThenConflict() {
		Instant slot = newSlot();
		book(newUser(), slot);
		HttpResponse<String> answer = post(userToken(newUser()), booking(slot));
		assertFieldProblem(answer, 409, "slot");
		assertThat(answer.body()).doesNotContain(slot.toString());
	}

	@Test
	void bookWhenFiftyAtOnceThenOneGetsSlot() {
		Instant slot = newSlot();
		List<String> tokens = IntStream.range(0, 50).mapToObj((i) -> userToken(newUser())).toList();
		List<Integer> statuses = statuses(50, (i) -> postAsync(tokens.get(i), booking(slot)));
		assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
		assertThat(this.appointments.countTaken(slot.toEpochMilli())).isEqualTo(1);
	}

	@Test
	void bookWhenOneUserAsksForManySlotsAtOnceThenFiveAreTheirs() {
		String user = newUser();
		String token = userToken(user);
		List<Instant> slots = IntStream.range(0, 30).mapToObj((i) -> newSlot()).toList();
		List<Integer> statuses = statuses(30, (i) -> postAsync(token, booking(slots.get(i))));
		assertThat(statuses).containsOnly(201, 409);
		assertThat(statuses).filteredOn((status) -> status == 201).hasSize(Bookings.PLACES);
		assertThat(idsOf(user)).hasSize(Bookings.PLACES);
	}

	@Test
	void bookWhenManyUsersAskForManySlotsAtOnceThenEachRuleHolds() {
		List<String> tokens = IntStream.range(0, 4).mapToObj((i) -> userToken(newUser())).toList();
		List<Instant> slots = IntStream.range(0, 12).mapToObj((i) -> newSlot()).toList();
		List<Integer> statuses = statuses(96, (i) -> postAsync(tokens.get(i % 4), booking(slots.get(i % 12))));
		assertThat(statuses).containsOnly(201, 409);
		assertThat(slots)
			.allSatisfy((slot) -> assertThat(this.appointments.countTaken(slot.toEpochMilli())).isLessThanOrEqualTo(1));
		assertThat(tokens).allSatisfy(
				(token) -> assertThat(ids(get(token, "/appointments"))).hasSizeLessThanOrEqualTo(Bookings.PLACES));
	}

	@Test
	void bookWhenFiveAreOpenThenConflictUntilOneIsCancelled() {
		String user = newUser();
		List<String> ids = IntStream.range(0, Bookings.PLACES).mapToObj((i) -> book(user, newSlot())).toList();
		Instant slot = newSlot();
		assertProblem(post(userToken(user), booking(slot)), 409);
		assertThat(delete(userToken(user), ids.get(2)).statusCode()).isEqualTo(204);
		book(user, slot);
	}

	@Test
	void bookWhenOpenOnesHavePassedThenTheyCountNoMore() {
		String user = newUser();
		IntStream.range(0, Bookings.PLACES).forEach((i) -> book(user, newSlot()));
		Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(40));
		Instant slot = newSlot().plus(Duration.ofDays(40));
		Booking booking = new Booking(slot.toString(), "tea-tasting");
		assertThat(this.bookings.book(user, new Booking(newSlot().toString(), "tea-tasting")))
			.isInstanceOf(BookingResult.TooManyOpen.class);
		assertThat(new Bookings(this.appointments, later).book(user, booking)).isInstanceOf(BookingResult.Booked.class);
	}

	@Test
	void bookWhenClockIsJustBeforeOrAfterThenFutureWithinSixtyDays() {
		Instant now = Instant.parse("2026-12-31T08:30:00Z");
		assertThat(new Booking("2026-12-31T08:30:00Z", "gift-wrapping").slotAfter(now.minusMillis(1))).isEqualTo(now);
		assertThat(new Booking("2026-12-31T08:30:00.000Z", "gift-wrapping").slotAfter(now.minus(Duration.ofDays(60))))
			.isEqualTo(now);
		assertThatExceptionOfType(FieldProblemException.class)
			.isThrownBy(() -> new Booking("2026-12-31T08:30:00Z", "gift-wrapping").slotAfter(now));
		assertThatExceptionOfType(FieldProblemException.class)
			.isThrownBy(() -> new Booking("2026-12-31T08:30:00Z", "gift-wrapping")
				.slotAfter(now.minus(Duration.ofDays(60)).minusMillis(1)));
	}

	@Test
	void bookWhenTokenIsOfServiceThenForbidden() {
		HttpResponse<String> answer = post(token("demo-service").without("sid").without("roles").sign(),
				booking(newSlot()));
		assertProblem(answer, 403);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"slot\":\"2020-01-01T08:00:00Z\",\"service\":\"tea-tasting\"}",
			"{\"slot\":\"+1000000000-12-31T23:30:00Z\",\"service\":\"tea-tasting\"}",
			"{\"slot\":\"tomorrow-xyzzy\",\"service\":\"tea-tasting\"}", "{\"slot\":\"\",\"service\":\"tea-tasting\"}",
			"{\"slot\":\"2026-02-30T08:00:00Z\",\"service\":\"tea-tasting\"}",
			"{\"slot\":\"2026-12-31T08:00:00+08:00\",\"service\":\"tea-tasting\"}",
			"{\"slot\":\"2026-12-31T08:00:00\",\"service\":\"tea-tasting\"}",
			"{\"slot\":1798704000000,\"service\":\"tea-tasting\"}", "{\"slot\":null,\"service\":\"tea-tasting\"}",
			"{\"slot\":{\"xyzzy\":1},\"service\":\"tea-tasting\"}", "{\"slot\":[],\"service\":\"tea-tasting\"}",
			"{\"slot\":true,\"service\":\"tea-tasting\"}", "{\"service\":\"tea-tasting\"}" })
	void bookWhenSlotIsBadThenProblemNamesIt(String body) {
		HttpResponse<String> answer = post(userToken("bad-input"), body);
		assertFieldProblem(answer, 400, "slot");
		assertThat(answer.body()).doesNotContain("xyzzy", "2020", "+08:00", "1798704000000");
	}

	@ParameterizedTest
	@ValueSource(longs = { 60, 900, 1799, 1 })
	void bookWhenSlotIsOffTheHalfHourThenProblemNamesIt(long seconds) {
		assertFieldProblem(post(userToken("bad-input"), booking(newSlot().plusSeconds(seconds))), 400, "slot");
		assertFieldProblem(post(userToken("bad-input"), booking(newSlot().plusNanos(seconds))), 400, "slot");
	}

	@Test
	void bookWhenSlotIsTooFarOrTextTooLongThenProblemNamesIt() {
		assertFieldProblem(post(userToken("bad-input"), booking(newSlot().plus(Duration.ofDays(60)))), 400, "slot");
		assertFieldProblem(post(userToken("bad-input"), booking("x".repeat(100_000))), 400, "slot");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"xyzzy\"", "\"\"", "null", "7", "[\"tea-tasting\"]", "{\"xyzzy\":1}",
			"\"tea-tasting' or '1'='1\"", "\"TEA-TASTING\"", "\"tea-tasting\\n\"" })
	void bookWhenServiceIsBadThenProblemNamesIt(String service) {
		HttpResponse<String> answer = post(userToken("bad-input"),
				"{\"slot\":\"" + newSlot() + "\",\"service\":" + service + "}");
		assertFieldProblem(answer, 400, "service");
		assertThat(answer.body()).doesNotContain("xyzzy", "or '1'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "xyzzy", "{", "{\"slot\":", "[]", "\"xyzzy\"", "7", "null", "{} {}",
			"{\"xyzzy\":1,\"slot\":\"2026-12-31T08:00:00Z\",\"service\":\"tea-tasting\"}",
			"{\"slot\":\"2026-12-31T08:00:00Z\",\"service\":\"tea-tasting\",\"sub\":\"xyzzy\"}" })
	void bookWhenBodyIsBadThenProblem(String body) {
		HttpResponse<String> answer = post(userToken("bad-input"), body);
		assertFieldProblem(answer, 400, "body");
		assertThat(answer.body()).doesNotContain("xyzzy");
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/plain", "application/x-www-form-urlencoded", "application/xyzzy" })
	void bookWhenMediaTypeIsNotJsonThenUnsupported(String type) {
		HttpResponse<String> answer = send("POST", "/appointments", userToken("bad-input"), type, booking(newSlot()))
			.join();
		assertProblem(answer, 415);
		assertThat(answer.body()).doesNotContain(type);
	}

	@Test
	void listWhenUserThenOnlyTheirOwn() {
		String alice = newUser();
		String bob = newUser();
		Instant slot = newSlot();
		String second = book(alice, slot.plus(Duration.ofDays(10)));
		String first = book(alice, slot);
		book(bob, newSlot());
		assertThat(idsOf(alice)).containsExactly(first, second);
		assertThat(idsOf(alice.toUpperCase(Locale.ROOT))).isEmpty();
		assertThat(get(userToken(alice), "/appointments?user=" + bob + "&sub=" + bob).body()).doesNotContain(bob);
	}

	@Test
	void listWhenStaffThenEveryonesWithUser() {
		String alice = newUser();
		String id = book(alice, newSlot());
		HttpResponse<String> page = get(staffToken(), "/appointments?size=100");
		Collection<String> users = JsonPath.read(page.body(), "$.items[?(@.id=='" + id + "')].user");
		assertThat(users).containsExactly(alice);
		assertThat(get(staffToken(), "/appointments/" + id).body()).contains("\"user\":\"" + alice + "\"");
	}

	@Test
	void listWhenPageByPageThenEachOnce() {
		String user = newUser();
		List<String> ids = IntStream.range(0, 5).mapToObj((i) -> book(user, newSlot())).toList();
		List<String> seen = IntStream.range(0, 3)
			.boxed()
			.flatMap((page) -> ids(get(userToken(user), "/appointments?size=2&page=" + page)).stream())
			.toList();
		assertThat(seen).containsExactlyElementsOf(ids);
		HttpResponse<String> beyond = get(userToken(user), "/appointments?size=100&page=2147483647");
		assertThat(ids(beyond)).isEmpty();
		assertThat(JsonPath.<Integer>read(beyond.body(), "$.total")).isEqualTo(5);
	}

	@Test
	void listWhenStatusOrDayThenOnlyThose() {
		String user = newUser();
		Instant slot = newSlot();
		Instant other = slot.plus(Duration.ofDays(12));
		String kept = book(user, slot);
		String cancelled = book(user, other);
		delete(userToken(user), cancelled);
		assertThat(ids(get(userToken(user), "/appointments?status=BOOKED"))).containsExactly(kept);
		assertThat(ids(get(userToken(user), "/appointments?status=CANCELLED"))).containsExactly(cancelled);
		assertThat(ids(get(userToken(user), "/appointments?status=CONFIRMED"))).isEmpty();
		String day = slot.atZone(ZoneOffset.UTC).toLocalDate().toString();
		assertThat(ids(get(userToken(user), "/appointments?day=" + day))).containsExactly(kept);
		assertThat(ids(get(userToken(user), "/appointments?day=" + day + "&status=CANCELLED"))).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "status,xyzzy", "status,booked", "day,xyzzy", "day,2026-02-30", "day,%2B999999999-12-31",
			"day,-999999999-01-01", "page,-1", "page,x", "size,0", "size,101", "size,2147483648" })
	void listWhenParameterIsBadThenProblemNamesIt(String field, String value) {
		HttpResponse<String> answer = get(userToken("bad-input"), "/appointments?" + field + "=" + value);
		assertFieldProblem(answer, 400, field);
		assertThat(answer.body()).doesNotContain("xyzzy", "999999999", "02-30");
	}

	@Test
	void readWhenOfAnotherUserOrNobodyThenNotFound() {
		String id = book(newUser(), newSlot());
		assertProblem(get(userToken(newUser()), "/appointments/" + id), 404);
		assertProblem(get(staffToken(), "/appointments/nothing"), 404);
		assertProblem(get(staffToken(), "/appointments/" + "x".repeat(2000)), 404);
	}

	@Test
	void cancelWhenOwnThenSlotIsFreeAndRepeatingChangesNothing() {
		String user = newUser();
		Instant slot = newSlot();
		String id = book(user, slot);
		assertThat(delete(userToken(user), id).statusCode()).isEqualTo(204);
		String other = book(newUser(), slot);
		assertThat(delete(userToken(user), id).statusCode()).isEqualTo(204);
		assertThat(status(get(userToken(user), "/appointments/" + id))).isEqualTo("CANCELLED");
		assertThat(status(get(staffToken(), "/appointments/" + other))).isEqualTo("BOOKED");
		assertThat(delete(staffToken(), other).statusCode()).isEqualTo(204);
		book(user, slot);
	}

	@Test
	void cancelWhenOfAnotherUserOrNobodyThenNotFound() {
		String user = newUser();
		String id = book(user, newSlot());
		assertProblem(delete(userToken(newUser()), id), 404);
		assertProblem(delete(userToken(user), "nothing"), 404);
		assertThat(status(get(userToken(user), "/appointments/" + id))).isEqualTo("BOOKED");
	}

	@Test
	void confirmWhenStaffThenConfirmedAndRepeatingChangesNothing() {
		String user = newUser();
		String id = book(user, newSlot());
		HttpResponse<String> answer = confirm(staffToken(), id);
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.body()).contains("\"status\":\"CONFIRMED\"", "\"user\":\"" + user + "\"");
		assertThat(confirm(staffToken(), id).body()).isEqualTo(answer.body());
		assertThat(status(get(userToken(user), "/appointments/" + id))).isEqualTo("CONFIRMED");
	}

	@Test
	void confirmWhenCancelledThenConflict() {
		String user = newUser();
		String id = book(user, newSlot());
		delete(userToken(user), id);
		assertProblem(confirm(staffToken(), id), 409);
		assertProblem(confirm(staffToken(), "nothing"), 404);
	}

	@Test
	void confirmWhenRoleIsMissingThenForbidden() {
		String user = newUser();
		String id = book(user, newSlot());
		assertProblem(confirm(userToken(user), id), 403);
		assertProblem(confirm(token(user).without("roles").sign(), id), 403);
		assertProblem(confirm(token(user).roles("staff", "ROLE_STAFF", "STAFFX").sign(), id), 403);
		assertProblem(confirm(token(user).scope("appointments STAFF ROLE_STAFF").sign(), id), 403);
		assertThat(status(get(userToken(user), "/appointments/" + id))).isEqualTo("BOOKED");
	}

	@Test
	void listWhenRolesAreMissingThenOnlyTheirOwn() {
		book(newUser(), newSlot());
		assertThat(ids(get(token(newUser()).without("roles").sign(), "/appointments"))).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "GET,/appointments", "POST,/appointments", "GET,/appointments/1", "DELETE,/appointments/1",
			"POST,/appointments/1/confirm" })
	void callWhenScopeIsMissingThenForbiddenAndScopeIsNamed(String method, String path) {
		String token = token(newUser()).scope("goods.read profile").roles("USER", "STAFF").sign();
		HttpResponse<String> answer = send(method, path, token, "application/json", booking(newSlot())).join();
		assertProblem(answer, 403);
		assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
			.startsWith("Bearer error=\"insufficient_scope\"")
			.contains("scope=\"appointments\"");
	}

	@Test
	void bookWhenTokenNamesOpenidThenItIsNotStored() {
		String user = newUser();
		Instant slot = newSlot();
		post(token(user).claim("openid", "o-secret").claim("appid", "wx1").sign(), booking(slot));
		assertThat(this.database.sql("select * from appointment where sub = ?").param(user).query().singleRow())
			.doesNotContainValue("o-secret")
			.containsEntry("taken_slot", slot.toEpochMilli());
	}

	private HttpResponse<String> tell(TestAccountEvent event) {
		return this.client
			.sendAsync(HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + "/wegrant/account-events"))
				.header("Content-Type", "application/secevent+jwt")
				.POST(HttpRequest.BodyPublishers.ofString(event.sign()))
				.build(), HttpResponse.BodyHandlers.ofString())
			.join();
	}

	private void assertTakenTwice(TestAccountEvent event) {
		assertThat(tell(event).statusCode()).isEqualTo(202);
		assertThat(tell(event).statusCode()).isEqualTo(202);
	}

	private static TestAccountEvent event(String user) {
		return ISSUER.accountEventFor("http://localhost:8090").about(user);
	}

	private List<Integer> places(String user) {
		return this.appointments.findPlaces(user).stream().sorted().toList();
	}

	@Test
	void hearWhenAccountIsClosedThenItsAppointmentsAreErasedAndTheirSlotsFree() {
		String user = newUser();
		String other = newUser();
		Instant slot = newSlot();
		book(user, slot);
		delete(userToken(user), book(user, newSlot()));
		String kept = book(other, newSlot());
		assertTakenTwice(event(user));
		assertThat(this.database.sql("select count(*) from appointment where sub = ?")
			.param(user)
			.query(Long.class)
			.single()).isZero();
		assertThat(idsOf(other)).containsExactly(kept);
		book(other, slot);
	}

	@Test
	void hearWhenMergedThenAppointmentsBelongToTheOtherHoweverOftenItIsSaid() {
		String gone = newUser();
		String stays = newUser();
		String first = book(gone, newSlot());
		String second = book(stays, newSlot());
		String third = book(gone, newSlot());
		delete(userToken(gone), third);
		String fourth = book(gone, newSlot());
		confirm(staffToken(), fourth);
		TestAccountEvent merged = event(gone).mergedInto(stays);
		assertTakenTwice(merged);
		assertThat(idsOf(gone)).isEmpty();
		assertThat(idsOf(stays)).containsExactly(first, second, third, fourth);
		assertThat(places(stays)).containsExactly(1, 2, 3);
		assertThat(status(get(userToken(stays), "/appointments/" + third))).isEqualTo("CANCELLED");
		assertThat(status(get(userToken(stays), "/appointments/" + fourth))).isEqualTo("CONFIRMED");
		assertTakenTwice(event(gone));
		assertTakenTwice(merged);
		assertThat(idsOf(stays)).containsExactly(first, second, third, fourth);
	}

	@Test
	void hearWhenMergedAndBothHaveAllTheyMayThenNoneIsLostAndNoneIsAdded() {
		String gone = newUser();
		String stays = newUser();
		Instant slot = newSlot();
		List<String> ids = Stream
			.concat(Stream.of(book(gone, slot)),
					IntStream.range(0, 9).mapToObj((i) -> book((i < 4) ? gone : stays, newSlot())))
			.toList();
		assertTakenTwice(event(gone).mergedInto(stays));
		assertThat(idsOf(stays)).containsExactlyElementsOf(ids);
		assertThat(places(stays)).containsExactly(1, 2, 3, 4, 5);
		assertThat(places(gone)).isEmpty();
		assertProblem(post(userToken(newUser()), booking(slot)), 409);
		assertProblem(post(userToken(stays), booking(newSlot())), 409);
		delete(userToken(stays), ids.get(9));
		book(stays, newSlot());
		assertProblem(post(userToken(stays), booking(newSlot())), 409);
	}

	@Test
	void hearWhenMergedWhileTheOtherBooksThenNoPlaceIsGivenTwice() {
		for (int round = 0; round < 5; round++) {
			String gone = newUser();
			String stays = newUser();
			IntStream.range(0, 5).forEach((i) -> book(gone, newSlot()));
			CompletableFuture<List<Integer>> told = CompletableFuture.supplyAsync(() -> IntStream.range(0, 2)
				.mapToObj((i) -> tell(event(gone).mergedInto(stays)).statusCode())
				.toList());
			List<Integer> booked = statuses(5, (i) -> postAsync(userToken(stays), booking(newSlot())));
			assertThat(told.join()).containsOnly(202);
			assertThat(booked).containsAnyOf(201, 409).doesNotContain(500);
			assertThat(places(stays)).containsExactly(1, 2, 3, 4, 5);
			assertThat(idsOf(stays)).hasSize(5 + (int) booked.stream().filter((status) -> status == 201).count());
			assertThat(idsOf(gone)).isEmpty();
		}
	}

	@Test
	void hearWhenSomethingElseHasHappenedThenAppointmentsStay() {
		String user = newUser();
		String id = book(user, newSlot());
		for (TestAccountEvent event : List.of(event(user).event(TestAccountEvent.DISABLED, Map.of()),
				event(user).event(TestAccountEvent.ENABLED, Map.of()), event(user).rolesChanged("STAFF"),
				event(user).phoneChanged(), event(newUser()), event(newUser()).mergedInto(user))) {
			assertTakenTwice(event);
		}
		assertThat(idsOf(user)).containsExactly(id);
	}

	@Test
	void hearWhenNotFromTheProviderThenAppointmentsStay() {
		String user = newUser();
		String id = book(user, newSlot());
		assertThat(tell(event(user).claim("aud", "http://other.test")).statusCode()).isEqualTo(400);
		assertThat(tell(event(user).signedIn(-3_600)).statusCode()).isEqualTo(400);
		assertThat(send("POST", "/wegrant/account-events", userToken(user), "application/secevent+jwt", userToken(user))
			.join()
			.statusCode()).isEqualTo(400);
		assertThat(idsOf(user)).containsExactly(id);
	}

}
