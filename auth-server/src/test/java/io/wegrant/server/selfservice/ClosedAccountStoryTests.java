package io.wegrant.server.selfservice;

import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import com.nimbusds.jose.JWSObject;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

import io.wegrant.server.Answer;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.Logs;
import io.wegrant.server.TestProvider;
import io.wegrant.server.profiles.pictures.TestPictures;

import static io.wegrant.server.AnswerAssert.assertThat;
import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.OTHER_APPID;
import static io.wegrant.server.TestProvider.WECHAT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A user takes along what is held of them, and leaves.
 */
@ParameterizedClass
@EnumSource(Database.class)
class ClosedAccountStoryTests {

	private static final String NICKNAME = "Nicknamed-One";

	private static final String EMAIL = "leaving@mail.example.cn";

	private static final String DEVICE = "Phone-Of-Leaver";

	private static final String REASON = "complaint-of-a-neighbour";

	private static final List<String> ERASED = List.of("login_session", "wechat_identity", "union_identity", "profile",
			"avatar", "phone_number");

	private final Database database;

	private final String person = "person-" + UUID.randomUUID();

	ClosedAccountStoryTests(Database database) {
		this.database = database;
	}

	@Test
	@DisplayName("P05: the export has all that is held; after closing, database and log have nothing of the person")
	void closeWhenExportedThenNothingOfThePersonIsLeft() {
		TestProvider provider = TestProvider.shared(this.database, TestProvider.CLIENTS_STAY);
		try (Logs logs = new Logs()) {
			Answer bystander = provider.loginToAccount(APPID, "bystander-" + this.person);
			AccountApi other = AccountApi.of(provider, bystander);
			other.put("/account/profile", "{\"nickname\":\"Bystander\"}");
			Map<String, Long> before = counts(provider);
			Answer login = provider.token(Form.login(APPID, WECHAT.loginCode(APPID, this.person))
				.with("device", DEVICE)
				.with("resource", TestProvider.ISSUER));
			Answer second = provider.login(OTHER_APPID, this.person);
			AccountApi api = AccountApi.of(provider, login);
			api.put("/account/profile", "{\"nickname\":\"" + NICKNAME + "\",\"email\":\"" + EMAIL + "\"}");
			String picture = api
				.send("PUT", "/account/avatar", "image/png", HttpRequest.BodyPublishers.ofByteArray(TestPictures.png()))
				.text("picture");
			assertThat(api
				.send("POST", "/account/phone", "application/json",
						HttpRequest.BodyPublishers
							.ofString("{\"code\":\"" + WECHAT.phoneCode(APPID, this.person) + "\"}"))
				.status()).isEqualTo(200);
			String ended = provider.login(APPID, this.person).claims().required("sid").asString();
			endAsAdministrator(provider, ended);

			Answer export = api.get("/account/export");
			assertExported(export, login, second, picture);
			assertThat(dump(provider)).contains(claim(login, "sub"), REASON, DEVICE, text(TestPictures.png()));

			assertThat(api.delete("/account").status()).isEqualTo(204);

			assertEnded(provider, login);
			assertEnded(provider, second);
			List<String> personal = personal(login, second, picture);
			assertThat(dump(provider)).doesNotContain(personal).contains("CLOSED");
			assertThat(counts(provider)).isEqualTo(before);
			assertThat(String.join("\n", logs.lines())).doesNotContain(personal)
				.doesNotContain(login.accessToken(), login.refreshToken());
			assertOnlyTheSubIsLeft(provider, claim(login, "sub"));
			assertThat(provider.send(provider.request(picture.replace(TestProvider.ISSUER, ""))).status())
				.isEqualTo(404);
			assertTold(provider, claim(login, "sub"));
			assertThat(other.get("/userinfo").text("nickname")).isEqualTo("Bystander");
			assertNewUser(provider, claim(login, "sub"));
		}
	}

	@Test
	void exportWhenNothingWasSaidThenWhatThereIs() {
		TestProvider provider = TestProvider.shared(this.database);
		Answer login = provider.loginToAccount(APPID, this.person);

		JsonNode export = AccountApi.of(provider, login).get("/account/export").json();

		assertThat(export.propertyNames()).containsExactlyInAnyOrder("exported_at", "account", "wechat_identities",
				"profile", "sessions", "audit_events");
		assertThat(export.required("profile")).isEmpty();
		assertThat(export.required("audit_events")).hasSize(1);
		assertThat(export.at("/audit_events/0/type").asString()).isEqualTo("ACCOUNT_EXPORTED");
	}

	@Test
	void exportWhenThereAreManyEventsThenAll() {
		TestProvider provider = TestProvider.shared(this.database);
		Answer login = provider.loginToAccount(APPID, this.person);
		JdbcTemplate jdbc = provider.bean(JdbcTemplate.class);
		List<Object[]> rows = new ArrayList<>();
		for (int i = 0; i < 1_200; i++) {
			rows.add(new Object[] { i, claim(login, "sub") });
		}
		jdbc.batchUpdate(
				"INSERT INTO audit_event (occurred_at, type, actor, sub) VALUES (?, 'PROFILE_CHANGED', 'x', ?)", rows);

		JsonNode events = AccountApi.of(provider, login).get("/account/export").json().required("audit_events");

		assertThat(events).hasSize(1_201);
	}

	private void assertExported(Answer export, Answer login, Answer second, String picture) {
		assertThat(export.status()).as(export.body()).isEqualTo(200);
		assertThat(export.header("Content-Disposition")).isEqualTo("attachment; filename=\"account.json\"");
		assertThat(export.header("Cache-Control")).contains("no-store");
		JsonNode json = export.json();
		assertThat(json.at("/account/sub").asString()).isEqualTo(claim(login, "sub"));
		assertThat(json.at("/account/status").asString()).isEqualTo("active");
		assertThat(json.required("wechat_identities")).extracting((identity) -> identity.required("openid").asString())
			.containsExactly(claim(login, "openid"), claim(second, "openid"));
		assertThat(json.at("/wechat_identities/0/unionid_hash_kept").asBoolean()).isTrue();
		assertThat(json.at("/phone_number").asString()).isEqualTo(WECHAT.phoneNumber(this.person));
		assertThat(json.at("/profile/nickname").asString()).isEqualTo(NICKNAME);
		assertThat(json.at("/profile/email").asString()).isEqualTo(EMAIL);
		assertThat(json.at("/picture/url").asString()).isEqualTo(picture);
		assertThat(json.at("/picture/data").asString())
			.isEqualTo("data:image/png;base64," + Base64.getEncoder().encodeToString(TestPictures.png()));
		assertThat(json.required("sessions")).hasSize(3)
			.anyMatch((session) -> DEVICE.equals(session.path("device").asString()))
			.anyMatch((session) -> session.has("ended_at"));
		assertThat(json.required("audit_events")).extracting((event) -> event.required("type").asString())
			.containsExactly("PROFILE_CHANGED", "PICTURE_CHANGED", "PHONE_BOUND", "SESSION_REVOKED",
					"ACCOUNT_EXPORTED");
		assertThat(json.at("/audit_events/3/reason").asString()).isEqualTo(REASON);
		assertThat(export.body()).doesNotContain(WECHAT.sessionKey(APPID, this.person), login.refreshToken(),
				login.accessToken());
	}

	private List<String> personal(Answer login, Answer second, String picture) {
		return List.of(claim(login, "openid"), claim(second, "openid"),
				WECHAT.unionid(APPID, this.person).orElseThrow(), WECHAT.sessionKey(APPID, this.person), NICKNAME,
				EMAIL, DEVICE, REASON, WECHAT.phoneNumber(this.person).substring(3), text(TestPictures.png()),
				picture.substring(picture.lastIndexOf('/') + 1), this.person);
	}

	private static void assertEnded(TestProvider provider, Answer login) {
		assertThat(provider.token(Form.refresh(claim(login, "client_id"), login.refreshToken()))).isRefused(400,
				"invalid_grant");
		assertThat(AccountApi.of(provider, login).get("/userinfo").status()).isEqualTo(401);
	}

	private static void assertOnlyTheSubIsLeft(TestProvider provider, String sub) {
		JdbcTemplate jdbc = provider.bean(JdbcTemplate.class);
		List<String> tables = tables(provider).stream()
			.filter((table) -> jdbc.queryForList("SELECT * FROM " + table).toString().contains(sub))
			.toList();
		// The demo service, which is not there, is still to hear that the account was
		// closed.
		assertThat(tables).containsExactlyInAnyOrder("account_event", "audit_event", "users");
		assertThat(jdbc.queryForList("SELECT type FROM audit_event WHERE sub = ? ORDER BY id", String.class, sub))
			.endsWith("ACCOUNT_CLOSED");
	}

	private static void assertTold(TestProvider provider, String sub) {
		String digest = Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(sha256(sub), 16));
		Awaitility.await()
			.untilAsserted(
					() -> assertThat(JWSObject.parse(provider.send(provider.request("/oauth2/revocations")).body())
						.getPayload()
						.toString()).contains(digest));
	}

	private void assertNewUser(TestProvider provider, String sub) {
		Answer again = provider.login(APPID, this.person);
		assertThat(again).grantsTokens();
		assertThat(claim(again, "sub")).isNotEqualTo(sub);
		assertThat(AccountApi.of(provider, again).get("/userinfo").json().propertyNames())
			.containsExactlyInAnyOrder("sub", "roles");
	}

	private static void endAsAdministrator(TestProvider provider, String sid) {
		String token = provider
			.token(Form.grant("client_credentials")
				.as("admin-cli", "admin-cli-secret")
				.with("scope", "admin.read admin.write"))
			.accessToken();
		assertThat(AccountApi.with(provider, token).delete("/admin/api/sessions/" + sid + "?reason=" + REASON).status())
			.isEqualTo(204);
	}

	private static Map<String, Long> counts(TestProvider provider) {
		JdbcTemplate jdbc = provider.bean(JdbcTemplate.class);
		return ERASED.stream()
			.collect(Collectors.toMap((table) -> table,
					(table) -> jdbc.queryForObject("SELECT COUNT(*) FROM " + table, Long.class)));
	}

	private static List<String> tables(TestProvider provider) {
		return provider.bean(JdbcTemplate.class)
			.queryForList("SELECT table_name FROM information_schema.tables WHERE table_schema = SCHEMA()",
					String.class);
	}

	private static String dump(TestProvider provider) {
		StringBuilder dump = new StringBuilder();
		for (String table : tables(provider)) {
			provider.bean(JdbcTemplate.class).query("SELECT * FROM " + table, (row) -> {
				for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
					byte[] bytes = isBinary(row.getMetaData().getColumnType(i)) ? row.getBytes(i) : null;
					dump.append((bytes != null) ? text(bytes) : row.getString(i)).append('\n');
				}
			});
		}
		return dump.toString();
	}

	private static boolean isBinary(int type) {
		return List.of(Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB).contains(type);
	}

	private static byte[] sha256(String text) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

	private static String claim(Answer login, String name) {
		return login.claims().required(name).asString();
	}

}
