package io.wegrant.server.admin.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.wegrant.server.Answer;
import io.wegrant.server.Concurrently;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.TestProvider;
import io.wegrant.server.TwoNodes;
import io.wegrant.server.keys.NewKeys;

import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.SERVICE;
import static io.wegrant.server.TestProvider.SERVICE_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * An administrator rotates a key before its time, and withdraws one that was stolen. Of
 * two nodes one is asked, and both must follow.
 */
@ParameterizedClass
@EnumSource(Database.class)
class AdminKeysStoryTests {

	private static final String STOLEN = "{\"reason\":\"backup stolen\"}";

	private final TestProvider one;

	private final TestProvider other;

	private final long eventsBefore;

	private final Map<String, Double> changesBefore;

	AdminKeysStoryTests(Database database) {
		TwoNodes nodes = NewKeys.of(TwoNodes.shared(database));
		this.one = nodes.one();
		this.other = nodes.other();
		this.eventsBefore = jdbc().queryForObject("SELECT COALESCE(MAX(id), 0) FROM audit_event", Long.class);
		this.changesBefore = Map.of("key_rotated", count("key_rotated"), "key_withdrawn", count("key_withdrawn"));
	}

	@Test
	void listWhenNothingHasHappenedThenTheActiveKeyAndNothingSecret() throws Exception {
		Answer answer = api().get("/keys");

		assertThat(answer.status()).isEqualTo(200);
		JsonNode key = answer.json().required("items").get(0);
		assertThat(answer.json().required("items")).hasSize(1);
		assertThat(key.propertyNames()).containsExactlyInAnyOrder("kid", "algorithm", "state", "published_at",
				"activates_at");
		assertThat(List.of(key.required("kid").asString())).isEqualTo(published(this.one));
		assertThat(key.required("algorithm").asString()).isEqualTo("ES256");
		assertThat(key.required("state").asString()).isEqualTo("active");
		assertThat(Instant.parse(key.required("published_at").asString()))
			.isBetween(this.one.clock().instant().minusSeconds(120), this.one.clock().instant());
	}

	@Test
	void rotateWhenAskedThenPendingAtBothNodesAndAskedAgainTheSame() throws Exception {
		String active = kid(this.one.login(APPID, "alice"));

		Answer answer = api().post("/keys/rotate", "{\"algorithm\":\"ES256\",\"reason\":\"staff change\"}");

		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(answer.text("state")).isEqualTo("pending");
		assertThat(Instant.parse(answer.text("activates_at")))
			.isEqualTo(Instant.parse(answer.text("published_at")).plus(Duration.ofHours(2)));
		for (String body : List.of("", "{}", "{\"algorithm\":\"ES256\"}", "{\"reason\":\"again\",\"more\":1}")) {
			assertThat(AdminApi.of(this.other).post("/keys/rotate", body).text("kid")).isEqualTo(answer.text("kid"));
		}
		assertThat(published(this.one)).containsExactly(active, answer.text("kid"));
		assertThat(published(this.other)).containsExactly(active, answer.text("kid"));
		assertThat(kid(this.one.login(APPID, "alice"))).isEqualTo(active);
		assertThat(audit()).containsExactly("KEY_ROTATED admin-cli " + answer.text("kid") + " staff change");
		assertThat(changes("key_rotated")).isEqualTo(1);
	}

	@Test
	void rotateWhenManyAskAtOnceWithoutABodyThenOneKey() {
		List<String> kids = Concurrently.run(10,
				(number) -> () -> AdminApi.of((number % 2 == 0) ? this.one : this.other)
					.post("/keys/rotate", "")
					.text("kid"));

		assertThat(kids).containsOnly(kids.get(0));
		assertThat(audit()).containsExactly("KEY_ROTATED admin-cli " + kids.get(0) + " null");
	}

	@Test
	void rotateWhenBodyIsNoGoodThenBadRequest() throws Exception {
		for (String body : List.of("{\"algorithm\":\"RS256\"}", "{\"algorithm\":\"none\"}", "{\"algorithm\":{}}",
				"{\"reason\":\"a\\nb\"}", "[]", "x")) {
			Answer answer = api().post("/keys/rotate", body);

			assertThat(answer.status()).as(body).isEqualTo(400);
			assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
		}
		assertThat(published(this.one)).hasSize(1);
		assertThat(audit()).isEmpty();
	}

	@Test
	void withdrawWhenActiveThenItsTokensStopEverywhereAndSessionsGoOn() throws Exception {
		Answer login = this.other.login(APPID, "person-" + UUID.randomUUID());
		String service = service(this.one).accessToken();
		String stolen = kid(login);
		AdminApi before = api();
		Awaitility.await()
			.untilAsserted(() -> assertThat(feed(this.other, "").required("cursor"))
				.isEqualTo(feed(this.one, "").required("cursor")));
		String cursor = feed(this.other, "").required("cursor").asString();

		Answer answer = before.post("/keys/" + stolen + "/withdraw", STOLEN);

		assertThat(answer.status()).as(answer.body()).isEqualTo(204);
		assertThat(published(this.one)).hasSize(1).doesNotContain(stolen);
		assertThat(kid(this.one.login(APPID, "bob"))).isNotEqualTo(stolen);
		JsonNode news = feed(this.other, "?after=" + cursor + "&wait=5");
		assertThat(news.required("entries")).hasSize(1);
		assertThat(news.at("/entries/0/type").asString()).isEqualTo("kid");
		assertThat(news.at("/entries/0").has("epoch")).isFalse();
		assertThat(published(this.other)).isEqualTo(published(this.one));
		for (TestProvider node : List.of(this.one, this.other)) {
			assertThat(active(node, login.accessToken())).isFalse();
			assertThat(active(node, service)).isFalse();
			Answer refreshed = node.token(Form.refresh(APPID, login.refreshToken()));
			assertThat(published(node)).containsExactly(kid(refreshed));
			assertThat(active(node, refreshed.accessToken())).isTrue();
		}
		assertThat(before.get("/keys").status()).isEqualTo(401);
		JsonNode keys = api().get("/keys").json().required("items");
		assertThat(keys).extracting((key) -> key.required("state").asString()).containsExactly("withdrawn", "active");
		assertThat(keys.get(0).has("withdrawn_at")).isTrue();
		assertThat(api().post("/keys/" + stolen + "/withdraw", STOLEN).status()).isEqualTo(204);
		assertThat(audit()).containsExactly("KEY_WITHDRAWN admin-cli " + stolen + " backup stolen");
		assertThat(changes("key_withdrawn")).isEqualTo(1);
		assertThat(jdbc().queryForObject("SELECT COUNT(*) FROM signing_key WHERE kid = ? AND private_key IS NULL",
				Integer.class, stolen))
			.isEqualTo(1);
	}

	@Test
	void withdrawWhenActiveAndNextIsPublishedThenNextTakesItsPlace() throws Exception {
		String stolen = kid(this.one.login(APPID, "alice"));
		String next = api().post("/keys/rotate", "{}").text("kid");

		assertThat(api().post("/keys/" + stolen + "/withdraw", STOLEN).status()).isEqualTo(204);

		assertThat(published(this.one)).containsExactly(next);
		assertThat(kid(this.one.login(APPID, "alice"))).isEqualTo(next);
		Awaitility.await().untilAsserted(() -> assertThat(kid(service(this.other))).isEqualTo(next));
	}

	@Test
	void withdrawWhenPendingThenTheActiveKeyGoesOn() throws Exception {
		String active = kid(this.one.login(APPID, "alice"));
		String stolen = api().post("/keys/rotate", "{}").text("kid");

		assertThat(api().post("/keys/" + stolen + "/withdraw", STOLEN).status()).isEqualTo(204);
		this.one.clock().advance(Duration.ofHours(3));

		assertThat(published(this.one)).containsExactly(active);
		assertThat(kid(this.one.login(APPID, "alice"))).isEqualTo(active);
		String next = api().post("/keys/rotate", "{}").text("kid");
		assertThat(next).isNotEqualTo(stolen);
		assertThat(published(this.one)).containsExactly(active, next);
	}

	@Test
	void withdrawWhenRetiringThenItsLastTokensStop() throws Exception {
		Answer login = this.one.login(APPID, "alice");
		String stolen = kid(login);
		String next = api().post("/keys/rotate", "{}").text("kid");
		jdbc()
			.update("UPDATE signing_key SET activates_at = activates_at - 7200000, retires_at = retires_at - 7200000");
		Awaitility.await().untilAsserted(() -> assertThat(kid(service(this.one))).isEqualTo(next));
		assertThat(active(this.one, login.accessToken())).isTrue();

		assertThat(api().post("/keys/" + stolen + "/withdraw", STOLEN).status()).isEqualTo(204);

		assertThat(active(this.one, login.accessToken())).isFalse();
		assertThat(published(this.one)).containsExactly(next);
		Awaitility.await().untilAsserted(() -> assertThat(active(this.other, login.accessToken())).isFalse());
	}

	@Test
	void withdrawWhenThereIsNoSuchKeyOrNoReasonThenRefusedAndNothingHappens() throws Exception {
		String active = published(this.one).get(0);

		assertThat(api().post("/keys/nothing/withdraw", STOLEN).status()).isEqualTo(404);
		assertThat(api().post("/keys/" + active + "%20/withdraw", STOLEN).status()).isEqualTo(404);
		assertThat(api().post("/keys/" + active + "/withdraw", "{}").status()).isEqualTo(400);
		assertThat(AdminApi.with(this.one, AdminApi.token(this.one, "admin.read"))
			.post("/keys/" + active + "/withdraw", STOLEN)
			.status()).isEqualTo(403);
		assertThat(AdminApi.with(this.one, AdminApi.token(this.one, "admin.read")).post("/keys/rotate", "{}").status())
			.isEqualTo(403);

		assertThat(published(this.one)).containsExactly(active);
		assertThat(audit()).isEmpty();
	}

	private AdminApi api() {
		return AdminApi.of(this.one);
	}

	private JdbcTemplate jdbc() {
		return this.one.bean(JdbcTemplate.class);
	}

	private List<String> audit() {
		return jdbc().query(
				"SELECT type, actor, kid, reason FROM audit_event WHERE type LIKE 'KEY%' AND id > ? ORDER BY id",
				(row, number) -> row.getString(1) + " " + row.getString(2) + " " + row.getString(3) + " "
						+ row.getString(4),
				this.eventsBefore);
	}

	private double changes(String type) {
		return count(type) - this.changesBefore.get(type);
	}

	private double count(String type) {
		return this.one.bean(MeterRegistry.class).counter("wegrant.admin.changes", "type", type).count();
	}

	private static Answer service(TestProvider provider) {
		return provider.token(Form.grant("client_credentials").as(SERVICE, SERVICE_SECRET));
	}

	private static String kid(Answer answer) {
		return answer.joseHeader().required("kid").asString();
	}

	private static JWKSet jwks(TestProvider provider) throws Exception {
		return JWKSet.parse(provider.send(provider.request("/oauth2/jwks")).body());
	}

	private static List<String> published(TestProvider provider) throws Exception {
		return jwks(provider).getKeys().stream().map(JWK::getKeyID).toList();
	}

	private static boolean active(TestProvider provider, String token) {
		return provider.introspect(Form.about(token).as(SERVICE, SERVICE_SECRET)).json().required("active").asBoolean();
	}

	/**
	 * Reads the feed as a service does, which believes what a published key has signed.
	 */
	private static JsonNode feed(TestProvider provider, String query) throws Exception {
		Answer answer = provider.send(provider.request("/oauth2/revocations" + query));
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		JWSObject jws = JWSObject.parse(answer.body());
		JWK key = jwks(provider).getKeyByKeyId(jws.getHeader().getKeyID());
		assertThat(key).as("the key of the feed").isNotNull();
		assertThat(jws.verify(new ECDSAVerifier(key.toECKey()))).isTrue();
		return new JsonMapper().readTree(Base64.getUrlDecoder().decode(answer.body().split("\\.")[1]));
	}

}
