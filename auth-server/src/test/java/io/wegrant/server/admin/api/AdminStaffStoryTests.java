package io.wegrant.server.admin.api;

import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

import io.wegrant.server.Answer;
import io.wegrant.server.Concurrently;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.Logs;
import io.wegrant.server.TestProvider;
import io.wegrant.server.admin.StaffFile;
import io.wegrant.simulator.directory.Person;

import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.OTHER_APPID;
import static io.wegrant.server.TestProvider.WECHAT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * An administrator says who has which roles.
 */
@ParameterizedClass
@EnumSource(value = Database.class, names = "MYSQL")
class AdminStaffStoryTests {

	private final Database database;

	private final TestProvider provider;

	private final JdbcTemplate jdbc;

	private final AdminApi api;

	private final String person = "person-" + UUID.randomUUID();

	private final String phone;

	AdminStaffStoryTests(Database database) {
		this.database = database;
		this.provider = TestProvider.shared(database);
		this.jdbc = this.provider.bean(JdbcTemplate.class);
		this.api = AdminApi.of(this.provider);
		String national = String.format(Locale.ROOT, "139%08d", ThreadLocalRandom.current().nextInt(100_000_000));
		this.phone = "+86" + national;
		WECHAT.register(new Person(this.person, "86", national));
	}

	@Test
	void putWhenNewThenEntryBeforeAnybodyLogsIn() {
		double changes = changes("staff_changed");

		Answer answer = put(this.phone, "\"STAFF\",\"SHOP_1\"");

		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(answer.json().propertyNames()).containsExactlyInAnyOrder("id", "phone", "roles", "created_at",
				"changed_at");
		assertThat(answer.text("phone")).isEqualTo(this.phone);
		assertThat(answer.json().required("roles").toString()).isEqualTo("[\"SHOP_1\",\"STAFF\"]");
		assertThat(changes("staff_changed")).isEqualTo(changes + 1);
		assertThat(audited(id(answer))).containsExactly("STAFF_CHANGED admin-cli null joined");
		assertThat(find(this.phone).body()).isEqualTo(answer.body());
		assertThat(put(this.phone, "\"SHOP_1\",\"STAFF\"").body()).isEqualTo(answer.body());
		assertThat(audited(id(answer))).hasSize(1);
		assertThat(rolesOf(login())).containsExactly("SHOP_1", "STAFF", "USER");
	}

	@Test
	@DisplayName("P04: a change of the directory reaches the holder of the number")
	void putWhenNumberIsHeldThenTokensAreGotAnew() {
		Answer login = login();
		String sub = login.claims().required("sub").asString();

		Answer entry = put(this.phone, "\"STAFF\"");

		assertThat(entry.text("sub")).isEqualTo(sub);
		awaitRefused(login);
		Answer refreshed = this.provider.token(Form.refresh(APPID, login.refreshToken()));
		assertThat(rolesOf(refreshed)).containsExactly("STAFF", "USER");
		assertThat(isActive(refreshed)).isTrue();
		assertThat(user(sub).required("roles").toString()).isEqualTo("[\"STAFF\",\"USER\"]");

		assertThat(this.api.delete("/staff/" + id(entry) + "?reason=left").status()).isEqualTo(204);

		awaitRefused(refreshed);
		assertThat(rolesOf(this.provider.token(Form.refresh(APPID, refreshed.refreshToken())))).containsExactly("USER");
		assertThat(audited(id(entry))).containsExactly("STAFF_CHANGED admin-cli " + sub + " joined",
				"STAFF_REMOVED admin-cli " + sub + " left");
		assertThat(this.api.delete("/staff/" + id(entry)).status()).isEqualTo(404);
		assertThat(find(this.phone).status()).isEqualTo(404);
	}

	@Test
	void removeWhenNobodyHoldsTheNumberThenNumberIsForgotten() {
		long id = id(put(this.phone, "\"STAFF\""));

		this.api.delete("/staff/" + id);

		assertThat(this.jdbc.queryForList("SELECT id FROM phone_number WHERE id = ?", id)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "{\"roles\":[\"STAFF\"],\"reason\":\"x\"} | phone",
					"{\"phone\":\"13800000001\",\"roles\":[\"STAFF\"],\"reason\":\"x\"} | phone",
					"{\"phone\":null,\"roles\":[\"STAFF\"],\"reason\":\"x\"} | phone",
					"{\"phone\":\"PHONE\",\"reason\":\"x\"} | roles",
					"{\"phone\":\"PHONE\",\"roles\":[],\"reason\":\"x\"} | roles",
					"{\"phone\":\"PHONE\",\"roles\":[null],\"reason\":\"x\"} | roles",
					"{\"phone\":\"PHONE\",\"roles\":[\"USER\"],\"reason\":\"x\"} | roles",
					"{\"phone\":\"PHONE\",\"roles\":[\"staff\"],\"reason\":\"x\"} | roles",
					"{\"phone\":\"PHONE\",\"roles\":\"STAFF\",\"reason\":\"x\"} | roles",
					"{\"phone\":\"PHONE\",\"roles\":[\"STAFF\"]} | reason",
					"{\"phone\":\"PHONE\",\"roles\":[\"STAFF\"],\"reason\":\"a\\nb\"} | reason" })
	void putWhenMemberIsNoGoodThenNamedAndNothingChanges(String body, String member) {
		Answer answer = send("PUT", "/staff", body.replace("PHONE", this.phone));

		assertThat(answer.status()).as(answer.body()).isEqualTo(400);
		assertThat(answer.text("detail")).contains(member);
		assertThat(answer.body()).doesNotContain(this.phone, "13800000001");
		assertThat(find(this.phone).status()).isEqualTo(404);
	}

	@Test
	void listWhenManyThenPageByPage() {
		List<Long> ids = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			ids.add(id(put(this.phone.substring(0, 13) + i, "\"STAFF\"")));
		}

		List<Long> listed = new ArrayList<>();
		Answer answer;
		int page = 0;
		do {
			answer = this.api.get("/staff?size=2&page=" + page++);
			assertThat(answer.status()).isEqualTo(200);
			answer.json().required("items").forEach((item) -> listed.add(item.required("id").asLong()));
		}
		while (answer.json().required("more").asBoolean());

		assertThat(listed).containsAll(ids).isSorted().doesNotHaveDuplicates();
		assertThat(this.api.get("/staff?size=101").status()).isEqualTo(400);
		assertThat(this.api.get("/staff?page=-1").status()).isEqualTo(400);
	}

	@Test
	void startWhenStaffIsConfiguredThenAddedOnceAndLeftToAdministrators() {
		TestProvider first = TestProvider.shared(this.database, TestProvider.CLIENTS_STAY);
		AdminApi admin = AdminApi.of(first);
		assertThat(admin.get("/staff").json().at("/items/0/phone").asString()).isEqualTo("+8613800000001");
		assertThat(admin.get("/staff").json().at("/items/0/roles/0").asString()).isEqualTo("STAFF");
		admin.send("PUT", "/staff", HttpRequest.BodyPublishers
			.ofString("{\"phone\":\"+8613800000001\",\"roles\":[\"BOSS\"],\"reason\":\"x\"}"));

		try (TestProvider second = first.anotherNode()) {
			assertThat(AdminApi.of(second).get("/staff").json().at("/items/0/roles").toString())
				.isEqualTo("[\"BOSS\"]");
		}
	}

	@Test
	void grantWhenRolesAreGivenThenBesideThoseOfTheNumber() {
		Answer login = login();
		String sub = login.claims().required("sub").asString();

		assertThat(grant(sub, "\"VIP\"").status()).isEqualTo(204);
		assertThat(grant(sub, "\"VIP\"").status()).isEqualTo(204);

		awaitRefused(login);
		put(this.phone, "\"STAFF\"");
		assertThat(user(sub).required("roles").toString()).isEqualTo("[\"STAFF\",\"USER\",\"VIP\"]");
		assertThat(user(sub).required("granted_roles").toString()).isEqualTo("[\"VIP\"]");
		assertThat(rolesOf(this.provider.token(Form.refresh(APPID, login.refreshToken())))).containsExactly("STAFF",
				"USER", "VIP");
		assertThat(grant(sub, "").status()).isEqualTo(204);
		assertThat(user(sub).required("roles").toString()).isEqualTo("[\"STAFF\",\"USER\"]");
		assertThat(this.jdbc.queryForList("SELECT type FROM audit_event WHERE sub = ? ORDER BY id", String.class, sub))
			.containsExactly("PHONE_BOUND", "ROLES_GRANTED", "STAFF_CHANGED", "ROLES_GRANTED");
		assertThat(grant(sub, "\"USER\"").status()).isEqualTo(400);
		assertThat(send("PUT", "/users/" + sub + "/roles", "{\"reason\":\"x\"}").status()).isEqualTo(400);
		assertThat(send("PUT", "/users/" + sub + "/roles", "{\"roles\":[]}").status()).isEqualTo(400);
		assertThat(grant("AAAAAAAAAAAAAAAAAAAAAA", "\"VIP\"").status()).isEqualTo(404);
		this.jdbc.update("UPDATE users SET status = 'CLOSED' WHERE sub = ?", sub);
		assertThat(grant(sub, "\"VIP\"").status()).isEqualTo(409);
	}

	@Test
	void searchWhenPhoneIsHeldThenSessionsOfItsHolder() {
		Answer login = login();
		Answer other = this.provider.login(OTHER_APPID, this.person);

		Answer answer = this.api.post("/sessions/search", "{\"phone\":\"" + this.phone + "\"}");

		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		List<String> sids = new ArrayList<>();
		answer.json().required("items").forEach((item) -> sids.add(item.required("sid").asString()));
		assertThat(sids).containsExactlyInAnyOrder(login.claims().required("sid").asString(),
				other.claims().required("sid").asString());
		assertThat(this.api.post("/sessions/search?size=1", "{\"phone\":\"" + this.phone + "\"}")
			.json()
			.required("more")
			.asBoolean()).isTrue();
		assertThat(this.api.post("/sessions/search", "{\"phone\":\"+85298765432\"}").status()).isEqualTo(404);
		assertThat(this.api.post("/sessions/search", "{\"phone\":\"x\"}").status()).isEqualTo(400);
		assertThat(this.api.post("/sessions/search", "{}").status()).isEqualTo(400);
	}

	@Test
	void callWhenScopeIsOneThenSearchingIsReadingAndTheRestWriting() {
		AdminApi reader = AdminApi.with(this.provider, AdminApi.token(this.provider, "admin.read"));
		AdminApi writer = AdminApi.with(this.provider, AdminApi.token(this.provider, "admin.write"));
		String search = "{\"phone\":\"" + this.phone + "\"}";

		assertThat(reader.post("/staff/search", search).status()).isEqualTo(404);
		assertThat(reader.post("/sessions/search", search).status()).isEqualTo(404);
		assertThat(reader.get("/staff/export").status()).isEqualTo(200);
		assertThat(reader.send("PUT", "/staff", HttpRequest.BodyPublishers.ofString("{}")).status()).isEqualTo(403);
		assertThat(reader.delete("/staff/1").status()).isEqualTo(403);
		assertThat(reader.post("/staff/import", "x").status()).isEqualTo(403);
		assertThat(reader.send("PUT", "/users/x/roles", HttpRequest.BodyPublishers.ofString("{}")).status())
			.isEqualTo(403);
		assertThat(writer.post("/staff/search", search).status()).isEqualTo(403);
		assertThat(writer.post("/sessions/search", search).status()).isEqualTo(403);
		assertThat(writer.get("/staff").status()).isEqualTo(403);
		assertThat(writer.get("/staff/export").status()).isEqualTo(403);
	}

	@Test
	void importWhenGoodThenAddedChangedAndLeft() {
		String other = this.phone.substring(0, 13) + ((this.phone.charAt(13) == '0') ? '1' : '0');
		put(this.phone, "\"STAFF\"");

		Answer first = importFile("phone,roles\r\n'" + this.phone + ",STAFF SHOP_1\r\n" + other + ",STAFF\r\n");
		Answer second = importFile("\uFEFFphone,roles\n" + this.phone + ",SHOP_1 STAFF\n" + other + ",STAFF\n");

		assertThat(first.body()).isEqualTo("{\"added\":1,\"changed\":1,\"unchanged\":0}");
		assertThat(second.body()).isEqualTo("{\"added\":0,\"changed\":0,\"unchanged\":2}");
		assertThat(audited(id(find(other)))).containsExactly("STAFF_CHANGED admin-cli null new shop");
		assertThat(rolesOf(login())).containsExactly("SHOP_1", "STAFF", "USER");
	}

	@Test
	void importWhenALineIsNoGoodThenNothingIsImported() {
		Answer answer = importFile("phone,roles\n" + this.phone + ",STAFF\n13800000001,STAFF\n=1,STAFF\n");

		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().at("/lines/0/line").asInt()).isEqualTo(3);
		assertThat(answer.json().at("/lines/0/reason").asString()).contains("phone");
		assertThat(answer.json().at("/lines/1/line").asInt()).isEqualTo(4);
		assertThat(answer.body()).doesNotContain("13800000001");
		assertThat(find(this.phone).status()).isEqualTo(404);
	}

	@Test
	void exportWhenImportedAgainThenNothingChanges() {
		put(this.phone, "\"STAFF\"");

		Answer file = this.api.get("/staff/export");

		assertThat(file.status()).isEqualTo(200);
		assertThat(file.header("Content-Type")).isEqualTo("text/csv;charset=UTF-8");
		assertThat(file.header("Content-Disposition")).contains("staff.csv");
		assertThat(file.body()).startsWith("phone,roles\r\n").contains("'" + this.phone + ",STAFF\r\n");
		Answer again = importFile(file.body());
		assertThat(again.json().required("added").asInt()).isZero();
		assertThat(again.json().required("changed").asInt()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "text/plain" })
	void importWhenTypeIsAnotherThenUnsupported(String type) {
		assertThat(upload("/staff/import", type, "phone,roles\n").status()).isEqualTo(415);
	}

	@Test
	@Tag("slow")
	@DisplayName("An import of as many rows as may be")
	void importWhenManyRowsThenAllOrNothing() {
		TestProvider own = TestProvider.shared(this.database, TestProvider.CLIENTS_STAY);
		long before = AdminApi.of(own).get("/staff/export").body().lines().count();
		String rows = IntStream.range(0, StaffFile.MAX_ROWS)
			.mapToObj((i) -> String.format(Locale.ROOT, "+86137%08d,STAFF\n", i))
			.collect(Collectors.joining("", "phone,roles\n", ""));

		Answer answer = own.send(own.request("/admin/api/staff/import")
			.header("Authorization", "Bearer " + AdminApi.token(own, "admin.write"))
			.header("Content-Type", "text/csv")
			.POST(HttpRequest.BodyPublishers.ofString(rows)));

		assertThat(answer.body()).isEqualTo("{\"added\":10000,\"changed\":0,\"unchanged\":0}");
		assertThat(AdminApi.of(own).get("/staff/export").body().lines().count()).isEqualTo(before + 10_000);
	}

	@Test
	void callWhenLoggedThenNoNumber() {
		try (Logs logs = new Logs()) {
			put(this.phone, "\"STAFF\"");
			find(this.phone);
			login();
			this.api.post("/sessions/search", "{\"phone\":\"" + this.phone + "\"}");
			this.api.post("/sessions/search", "{\"phone\":\"" + this.phone + "\"");
			importFile("phone,roles\n" + this.phone + ",STAFF\n" + this.phone + ",STAFF\n");
			this.api.delete("/staff/" + id(find(this.phone)));

			assertThat(logs.lines()).isNotEmpty().noneMatch((line) -> line.contains(this.phone.substring(3)));
		}
	}

	private Answer login() {
		return this.provider.token(Form.login(APPID, WECHAT.loginCode(APPID, this.person))
			.with("phone_code", WECHAT.phoneCode(APPID, this.person)));
	}

	private Answer put(String number, String roles) {
		return put(this.api, number, roles);
	}

	private static Answer put(AdminApi admin, String number, String roles) {
		return admin.send("PUT", "/staff", HttpRequest.BodyPublishers
			.ofString("{\"phone\":\"" + number + "\",\"roles\":[" + roles + "],\"reason\":\"joined\"}"));
	}

	private Answer find(String number) {
		return find(this.api, number);
	}

	private static Answer find(AdminApi admin, String number) {
		return admin.post("/staff/search", "{\"phone\":\"" + number + "\"}");
	}

	private Answer grant(String sub, String roles) {
		return send("PUT", "/users/" + sub + "/roles", "{\"roles\":[" + roles + "],\"reason\":\"x\"}");
	}

	private Answer send(String method, String path, String body) {
		return this.api.send(method, path, HttpRequest.BodyPublishers.ofString(body));
	}

	private Answer importFile(String file) {
		return upload("/staff/import?reason=new%20shop", "text/csv", file);
	}

	private Answer upload(String path, String type, String body) {
		return this.provider.send(this.provider.request("/admin/api" + path)
			.header("Authorization", "Bearer " + AdminApi.token(this.provider, "admin.write"))
			.header("Content-Type", type)
			.POST(HttpRequest.BodyPublishers.ofString(body)));
	}

	private JsonNode user(String sub) {
		return this.api.get("/users/" + sub).json();
	}

	private static long id(Answer entry) {
		return entry.json().required("id").asLong();
	}

	private List<String> audited(long id) {
		return this.jdbc
			.queryForList("SELECT type, actor, sub, reason FROM audit_event WHERE staff_id = ? ORDER BY id", id)
			.stream()
			.map((row) -> row.get("type") + " " + row.get("actor") + " " + row.get("sub") + " " + row.get("reason"))
			.toList();
	}

	private double changes(String type) {
		return this.provider.bean(MeterRegistry.class).counter("wegrant.admin.changes", "type", type).count();
	}

	private static List<String> rolesOf(Answer tokens) {
		List<String> roles = new ArrayList<>();
		tokens.claims().required("roles").forEach((role) -> roles.add(role.asString()));
		return roles;
	}

	private boolean isActive(Answer tokens) {
		return this.provider.introspect(Form.about(tokens.accessToken()).as(AdminApi.CLIENT, "admin-cli-secret"))
			.json()
			.required("active")
			.asBoolean();
	}

	private void awaitRefused(Answer tokens) {
		Awaitility.await().until(() -> !isActive(tokens));
	}

	@Nested
	@ParameterizedClass
	@EnumSource(Database.class)
	class EachDatabase {

		private final AdminApi admin;

		EachDatabase(Database database) {
			this.admin = AdminApi.of(TestProvider.shared(database));
		}

		@Test
		void putWhenConcurrentThenOneEntryAndNoFault() {
			List<Answer> answers = Concurrently.run(10,
					(i) -> () -> put(this.admin, AdminStaffStoryTests.this.phone, "\"R" + (i % 2) + "\""));

			assertThat(answers).allSatisfy((answer) -> assertThat(answer.status()).as(answer.body()).isEqualTo(200));
			assertThat(answers).extracting(AdminStaffStoryTests::id)
				.containsOnly(id(find(this.admin, AdminStaffStoryTests.this.phone)));
		}

	}

}
