package io.wegrant.demo.appointments;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.wegrant.demo.ResourceServerDemoApplication;
import io.wegrant.resourceserver.TestIssuer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The appointments over real HTTP, with tokens of a provider that is as small as can be.
 */
@SpringBootTest(classes = ResourceServerDemoApplication.class,
		webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class AppointmentsControllerTests {

	private static final TestIssuer ISSUER = TestIssuer.start();

	private static final AtomicInteger SLOTS = new AtomicInteger();

	private final HttpClient client = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void provider(DynamicPropertyRegistry registry) {
		registry.add("spring.security.oauth2.resourceserver.jwt.issuer-uri", ISSUER::issuer);
		registry.add("spring.datasource.url", () -> "jdbc:h2:mem:appointments;DB_CLOSE_DELAY=-1");
	}

	@AfterAll
	static void stop() {
		ISSUER.close();
	}

	@Test
	void bookWhenSlotIsFreeThenCreatedForTheUser() {
		String slot = newSlot();
		HttpResponse<String> answer = as("alice").book(slot, "tea tasting");
		assertThat(answer.statusCode()).isEqualTo(201);
		int id = id(answer);
		assertThat(answer.headers().firstValue("Location").orElseThrow()).endsWith("/appointments/" + id);
		HttpResponse<String> read = as("alice").get("/" + id);
		assertThat(read.body()).isEqualTo(answer.body())
			.startsWith("{\"id\":" + id + ",\"slot\":\"" + slot
					+ "\",\"service\":\"tea tasting\",\"status\":\"BOOKED\",\"createdAt\":\"")
			.doesNotContain("user");
	}

	@Test
	void readWhenAppointmentIsOfAnotherThenNotFound() {
		int id = id(as("alice").book(newSlot(), "tea"));
		assertProblem(as("bob").get("/" + id), 404);
		assertProblem(as("bob").delete("/" + id), 404);
		assertThat(as("alice").get("/" + id).body()).contains("\"BOOKED\"");
		assertThat(ids(as("bob").get("?size=100"))).doesNotContain(id);
	}

	@Test
	void listWhenUserAsksThenOwnTheLatestFirstPageByPage() {
		Person person = as("carol");
		List<Integer> booked = IntStream.range(0, 5).mapToObj((i) -> id(person.book(newSlot(), "tea"))).toList();
		assertThat(ids(person.get("?size=3"))).containsExactly(booked.get(4), booked.get(3), booked.get(2));
		HttpResponse<String> second = person.get("?size=3&page=1");
		assertThat(ids(second)).containsExactly(booked.get(1), booked.get(0));
		assertThat(second.body()).endsWith("],\"page\":1,\"size\":3,\"total\":5}");
	}

	@Test
	void listWhenStaffAsksThenAllWithTheirUsers() {
		int alices = id(as("alice").book(newSlot(), "tea"));
		int bobs = id(as("bob").book(newSlot(), "tea"));
		HttpResponse<String> answer = staff().get("?size=100");
		assertThat(ids(answer)).contains(alices, bobs);
		assertThat(JsonPath.<List<String>>read(answer.body(), "$.items[*].user")).contains("alice", "bob");
		assertThat(staff().get("/" + alices).body()).contains("\"user\":\"alice\"");
	}

	@Test
	void cancelWhenOwnThenSlotIsFreeAgainHoweverOften() {
		String slot = newSlot();
		int id = id(as("alice").book(slot, "tea"));
		assertThat(as("alice").delete("/" + id).statusCode()).isEqualTo(204);
		assertThat(as("alice").delete("/" + id).statusCode()).isEqualTo(204);
		assertThat(as("alice").get("/" + id).body()).contains("\"CANCELLED\"");
		int next = id(as("bob").book(slot, "tea"));
		assertThat(as("bob").delete("/" + next).statusCode()).isEqualTo(204);
		assertThat(as("alice").book(slot, "tea").statusCode()).isEqualTo(201);
	}

	@Test
	void cancelWhenStaffThenAnyAppointment() {
		int id = id(as("alice").book(newSlot(), "tea"));
		assertThat(staff().delete("/" + id).statusCode()).isEqualTo(204);
		assertThat(as("alice").get("/" + id).body()).contains("\"CANCELLED\"");
	}

	@Test
	void confirmWhenStaffThenConfirmedAndStillTaken() {
		String slot = newSlot();
		int id = id(as("alice").book(slot, "tea"));
		assertThat(staff().post("/" + id + "/confirm", "").body()).contains("\"CONFIRMED\"", "\"user\":\"alice\"");
		assertThat(staff().post("/" + id + "/confirm", "").statusCode()).isEqualTo(200);
		assertProblem(as("bob").book(slot, "tea"), 409);
		assertThat(as("alice").delete("/" + id).statusCode()).isEqualTo(204);
		assertProblem(staff().post("/" + id + "/confirm", ""), 409);
		assertProblem(staff().post("/987654321/confirm", ""), 404);
	}

	@Test
	void confirmWhenNotStaffThenForbidden() {
		int id = id(as("alice").book(newSlot(), "tea"));
		assertProblem(as("alice").post("/" + id + "/confirm", ""), 403);
		assertThat(as("alice").get("/" + id).body()).contains("\"BOOKED\"");
	}

	@Test
	@DisplayName("Of 50 bookings of one slot at once one is made")
	void bookWhenManyAtOnceThenOneHasTheSlot() {
		String slot = newSlot();
		List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 50)
			.mapToObj((i) -> this.client.sendAsync(as("person-" + i).booking(slot, "tea"),
					HttpResponse.BodyHandlers.ofString()))
			.toList();
		assertThat(answers).extracting((answer) -> answer.join().statusCode())
			.filteredOn((status) -> status == 201)
			.hasSize(1);
		assertThat(answers).filteredOn((answer) -> answer.join().statusCode() != 201)
			.allSatisfy((answer) -> assertProblem(answer.join(), 409));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "{} | slot", "{\"slot\":null,\"service\":\"tea\"} | slot",
			"{\"slot\":\"soon\",\"service\":\"x\"} | slot",
			"{\"slot\":\"2026-13-01T00:00:00Z\",\"service\":\"x\"} | slot", "{\"slot\":{},\"service\":\"x\"} | slot",
			"{\"slot\":\"+999999999-12-31T23:00:00Z\",\"service\":\"x\"} | slot",
			"{\"slot\":\"2020-01-01T00:00:00Z\",\"service\":\"x\"} | slot",
			"{\"slot\":\"2099-01-01T00:00:00Z\",\"service\":\"x\"} | slot", "{\"slot\":\"%s\"} | service",
			"{\"slot\":\"%s\",\"service\":\"\"} | service", "{\"slot\":\"%s\",\"service\":\" \"} | service",
			"{\"slot\":\"%s\",\"service\":\"a\\nb\"} | service", "{\"slot\":\"%s\",\"service\":{\"a\":1}} | service",
			"{\"slot\":\"%s\",\"service\":\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"} | service", "[] | body",
			"nonsense | body", "'' | body" })
	void bookWhenBodyIsBadThenProblemNamesField(String body, String field) {
		String slot = newSlot();
		HttpResponse<String> answer = as("alice").post("", body.replace("%s", slot));
		assertProblem(answer, 400);
		assertThat(JsonPath.<List<String>>read(answer.body(), "$.errors[*].field")).contains(field);
		assertThat(answer.body()).doesNotContain("soon", "xxx", "nonsense", slot, "tools.jackson");
		assertThat(as("bob").book(slot, "tea").statusCode()).as("the slot is free").isEqualTo(201);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 60, 29 * 60, 31 * 60, 30 * 60 + 1 })
	void bookWhenTimeIsNoSlotThenProblemNamesIt(long seconds) {
		HttpResponse<String> answer = as("alice").book(tomorrow().plusSeconds(seconds).toString(), "tea");
		assertProblem(answer, 400);
		assertThat(answer.body()).contains("\"field\":\"slot\"", "full or half hour");
	}

	@Test
	void bookWhenMediaTypeIsWrongThenUnsupported() {
		assertProblem(send(as("alice").request("")
			.header("Content-Type", "text/plain")
			.POST(HttpRequest.BodyPublishers.ofString("tea"))
			.build()), 415);
	}

	@Test
	void callWhenScopeIsMissingThenForbiddenAndScopeIsNamed() {
		Person person = new Person(ISSUER.accessTokenFor("http://localhost:8090").scope("goods.read").sign());
		for (HttpResponse<String> answer : List.of(person.get(""), person.book(newSlot(), "tea"),
				person.delete("/1"))) {
			assertProblem(answer, 403);
			assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
				.contains("error=\"insufficient_scope\"", "scope=\"appointments\"");
		}
	}

	@Test
	void callWhenTokenIsAServicesOwnThenForbidden() {
		Person service = new Person(ISSUER.accessTokenFor("http://localhost:8090")
			.scope("appointments")
			.without("roles")
			.claim("sub", "some-service")
			.sign());
		assertProblem(service.get(""), 403);
		assertProblem(service.book(newSlot(), "tea"), 403);
	}

	@Test
	void callWhenNoTokenThenChallenge() {
		assertProblem(
				send(HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + "/appointments")).build()),
				401);
	}

	private Person as(String sub) {
		return new Person(
				ISSUER.accessTokenFor("http://localhost:8090").scope("appointments").claim("sub", sub).sign());
	}

	private Person staff() {
		return new Person(ISSUER.accessTokenFor("http://localhost:8090")
			.scope("appointments")
			.roles("USER", "STAFF")
			.claim("sub", "manager")
			.sign());
	}

	private static Instant tomorrow() {
		return Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1));
	}

	private static String newSlot() {
		return tomorrow().plus(Duration.ofMinutes(30L * SLOTS.getAndIncrement())).toString();
	}

	private HttpResponse<String> send(HttpRequest request) {
		try {
			return this.client.send(request, HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static int id(HttpResponse<String> answer) {
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
		return JsonPath.read(answer.body(), "$.id");
	}

	private static List<Integer> ids(HttpResponse<String> answer) {
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
		return JsonPath.read(answer.body(), "$.items[*].id");
	}

	private static void assertProblem(HttpResponse<String> answer, int status) {
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
		assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(JsonPath.<Integer>read(answer.body(), "$.status")).isEqualTo(status);
		assertThat(answer.body()).doesNotContain("Exception", "trace", "\tat ");
	}

	/**
	 * Somebody with a token.
	 */
	private final class Person {

		private final String token;

		Person(String token) {
			this.token = token;
		}

		HttpRequest.Builder request(String path) {
			return HttpRequest
				.newBuilder(URI
					.create("http://localhost:" + AppointmentsControllerTests.this.port + "/appointments" + path))
				.header("Authorization", "Bearer " + this.token);
		}

		HttpResponse<String> get(String path) {
			return send(request(path).build());
		}

		HttpResponse<String> delete(String path) {
			return send(request(path).DELETE().build());
		}

		HttpResponse<String> post(String path, String body) {
			return send(request(path).header("Content-Type", "application/json")
				.POST(HttpRequest.BodyPublishers.ofString(body))
				.build());
		}

		HttpResponse<String> book(String slot, String service) {
			return send(booking(slot, service));
		}

		HttpRequest booking(String slot, String service) {
			return request("").header("Content-Type", "application/json")
				.POST(HttpRequest.BodyPublishers
					.ofString("{\"slot\":\"" + slot + "\",\"service\":\"" + service + "\"}"))
				.build();
		}

	}

}
