package io.wegrant.server.admin.api;

import java.util.List;
import java.util.UUID;

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
import io.wegrant.server.TestProvider;
import io.wegrant.server.accounts.Sub;
import io.wegrant.server.accounts.Users;

import static io.wegrant.server.AnswerAssert.assertThat;
import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.OTHER_APPID;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two users turn out to be one person.
 */
@ParameterizedClass
@EnumSource(Database.class)
class MergingStoryTests {

	private static final String UNKNOWN = "AAAAAAAAAAAAAAAAAAAAAA";

	private final TestProvider provider;

	private final JdbcTemplate jdbc;

	private final AdminApi api;

	private final String name = UUID.randomUUID().toString();

	private final Answer ownersLogin;

	private final Answer othersLogin;

	private final String owner;

	private final String other;

	MergingStoryTests(Database database) {
		this.provider = TestProvider.shared(database);
		this.jdbc = this.provider.bean(JdbcTemplate.class);
		this.api = AdminApi.of(this.provider);
		this.ownersLogin = this.provider.loginAs(OTHER_APPID, "oOwner" + this.name, "uTaken" + this.name);
		this.owner = sub(this.ownersLogin);
		this.other = sub(this.provider.loginAs(APPID, "oOther" + this.name, null));
		this.othersLogin = this.provider.loginAs(APPID, "oOther" + this.name, "uTaken" + this.name);
	}

	@Test
	@DisplayName("P02: a unionid that another user has keeps both apart, and administrators are shown")
	void listWhenUnionidIsAnothersThenConflictOnceHoweverOftenTheUserLogsIn() {
		this.provider.loginAs(APPID, "oOther" + this.name, "uTaken" + this.name);

		assertThat(sub(this.othersLogin)).isEqualTo(this.other).isNotEqualTo(this.owner);
		List<JsonNode> conflicts = conflicts();
		assertThat(conflicts).hasSize(1);
		assertThat(conflicts.get(0).required("owner_sub").asString()).isEqualTo(this.owner);
		assertThat(conflicts.get(0).required("appid").asString()).isEqualTo(APPID);
		assertThat(conflicts.get(0).propertyNames()).containsExactlyInAnyOrder("sub", "owner_sub", "appid", "found_at");
	}

	@Test
	@DisplayName("P02: a merge moves the identities and ends the sessions of the account that they leave")
	void mergeWhenConfirmedThenOneUserAndTheOtherAccountIsClosed() {
		assertThat(merge(this.other, this.owner).status()).isEqualTo(204);

		assertThat(conflicts()).isEmpty();
		assertThat(this.provider.token(Form.refresh(APPID, this.othersLogin.refreshToken()))).isRefused(400,
				"invalid_grant");
		Awaitility.await()
			.untilAsserted(() -> assertThat(introspect(this.othersLogin)).isEqualTo("{\"active\":false}"));
		assertThat(introspect(this.ownersLogin)).contains("\"active\":true");
		assertThat(this.provider.token(Form.refresh(OTHER_APPID, this.ownersLogin.refreshToken()))).grantsTokens();
		assertThat(sub(this.provider.loginAs(APPID, "oOther" + this.name, "uTaken" + this.name))).isEqualTo(this.owner);
		assertThat(sub(this.provider.loginAs(OTHER_APPID, "oOwner" + this.name, "uTaken" + this.name)))
			.isEqualTo(this.owner);
		assertThat(this.api.get("/users/" + this.other).json().required("status").asString()).isEqualTo("closed");
		assertThat(conflicts()).isEmpty();
		assertThat(this.jdbc.queryForList("SELECT sub FROM audit_event WHERE type = 'USER_MERGED' AND reason = ?",
				String.class, this.name))
			.containsExactly(this.owner);
		assertThat(this.jdbc.queryForList("SELECT reason FROM audit_event WHERE type = 'USER_MERGED' AND sub = ?",
				String.class, this.other))
			.containsOnlyNulls();
	}

	@Test
	void mergeWhenOtherWayRoundThenConflictIsSettledToo() {
		assertThat(merge(this.owner, this.other).status()).isEqualTo(204);

		assertThat(sub(this.provider.loginAs(OTHER_APPID, "oOwner" + this.name, "uTaken" + this.name)))
			.isEqualTo(this.other);
		assertThat(sub(this.provider.loginAs(APPID, "oOther" + this.name, "uTaken" + this.name))).isEqualTo(this.other);
		assertThat(conflicts()).isEmpty();
	}

	@Test
	void mergeWhenOneIsLockedOutThenRefusedAndNothingChanged() {
		this.provider.bean(Users.class).disable(new Sub(this.other));

		assertThat(merge(this.other, this.owner).status()).isEqualTo(409);
		assertThat(merge(this.owner, this.other).status()).isEqualTo(409);
		assertThat(this.provider.token(Form.refresh(OTHER_APPID, this.ownersLogin.refreshToken()))).grantsTokens();
		assertThat(conflicts()).hasSize(1);
	}

	@Test
	void mergeWhenUserIsUnknownOrTheSameThenRefused() {
		assertThat(merge(this.other, this.other).status()).isEqualTo(400);
		assertThat(merge(UNKNOWN, this.owner).status()).isEqualTo(404);
		assertThat(merge(this.owner, UNKNOWN).status()).isEqualTo(404);
		assertThat(this.api.post("/users/" + this.owner + "/merge", "{\"reason\":\"x\"}").status()).isEqualTo(404);
		assertThat(this.api.post("/users/" + this.owner + "/merge", "{\"into\":\"" + this.other + "\"}").status())
			.isEqualTo(400);
		assertThat(this.provider.token(Form.refresh(OTHER_APPID, this.ownersLogin.refreshToken()))).grantsTokens();
	}

	private Answer merge(String from, String into) {
		return this.api.post("/users/" + from + "/merge",
				"{\"into\":\"" + into + "\",\"reason\":\"" + this.name + "\"}");
	}

	private List<JsonNode> conflicts() {
		return this.api.get("/union-conflicts?size=100")
			.json()
			.required("items")
			.valueStream()
			.filter((item) -> item.required("sub").asString().equals(this.other))
			.toList();
	}

	private String introspect(Answer login) {
		return this.provider.introspect(Form.about(login.accessToken()).as("admin-cli", "admin-cli-secret")).body();
	}

	private static String sub(Answer login) {
		return login.claims().required("sub").asString();
	}

}
