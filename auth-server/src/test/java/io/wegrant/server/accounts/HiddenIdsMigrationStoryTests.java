package io.wegrant.server.accounts;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import io.wegrant.server.Database;
import io.wegrant.server.TestProvider;
import io.wegrant.server.secrets.Ciphertext;
import io.wegrant.server.secrets.MasterKeyset;

import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.OTHER_APPID;
import static io.wegrant.server.TestProvider.WECHAT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A database in which openids and unionids are in clear is taken over.
 */
@ParameterizedClass
@EnumSource(Database.class)
class HiddenIdsMigrationStoryTests {

	private static final String SUB = "AAAAAAAAAAAAAAAAAAAAAA";

	private static final int STRANGERS = 2_500;

	private final Map<String, String> settings;

	private final String document = MasterKeyset.generate();

	private final MasterKeyset keyset = MasterKeyset.parse(this.document);

	private final JdbcTemplate jdbc;

	HiddenIdsMigrationStoryTests(Database database) {
		this.settings = database.create();
		SingleConnectionDataSource dataSource = new SingleConnectionDataSource(
				this.settings.get("spring.datasource.url"),
				this.settings.getOrDefault("spring.datasource.username", "sa"),
				this.settings.getOrDefault("spring.datasource.password", ""), true);
		Flyway.configure().dataSource(dataSource).target("12").load().migrate();
		this.jdbc = new JdbcTemplate(dataSource);
	}

	@Test
	@DisplayName("Users are found by the openids and unionids that were in clear, and no clear one is left")
	void startWhenIdsAreInClearThenTheyAreHiddenAndUsersStay() {
		String openid = WECHAT.openid(APPID, "alice");
		String unionid = WECHAT.unionid(APPID, "alice").orElseThrow();
		store(openid, unionid);

		try (TestProvider provider = TestProvider.start(this.settings, "wegrant.keyset.value=" + this.document)) {
			assertThat(sealedSessionKeyOf(provider, openid)).isEqualTo("the-session-key");
			assertThat(provider.login(APPID, "alice").claims().path("sub").asString()).isEqualTo(SUB);
			assertThat(provider.login(OTHER_APPID, "alice").claims().path("sub").asString()).isEqualTo(SUB);
			List<Map<String, Object>> stored = this.jdbc.queryForList("SELECT * FROM wechat_identity");
			assertThat(stored).hasSize(STRANGERS + 2)
				.allSatisfy((row) -> assertThat(row.get("openid_hash")).isNotNull());
			assertThat(stored.toString()).doesNotContain(openid, unionid, "stranger-");
			assertThat(this.jdbc.queryForList("SELECT * FROM union_identity").toString()).doesNotContain(unionid);
		}
	}

	private void store(String openid, String unionid) {
		this.jdbc.update(
				"INSERT INTO mini_program (appid, version, open_platform_account, app_secret)"
						+ " VALUES (?, 0, 'demo', ?)",
				APPID, this.keyset.encrypt("dev-app-secret-1", "mini_program.app_secret of " + APPID).bytes());
		this.jdbc.update("INSERT INTO users (id, sub, status, created_at) VALUES (1, ?, 'ACTIVE', 0)", SUB);
		this.jdbc.update("INSERT INTO union_identity (open_platform_account, unionid, user_id) VALUES ('demo', ?, 1)",
				unionid);
		this.jdbc.update(
				"INSERT INTO wechat_identity (user_id, appid, openid, unionid, session_key, created_at, last_login_at)"
						+ " VALUES (1, ?, ?, ?, ?, 0, 0)",
				APPID, openid, unionid,
				this.keyset.encrypt("the-session-key", WechatIdentityRow.SESSION_KEY.context(List.of(APPID, openid)))
					.bytes());
		this.jdbc.batchUpdate(
				"INSERT INTO wechat_identity (user_id, appid, openid, created_at, last_login_at) VALUES (1, ?, ?, 0, 0)",
				IntStream.range(0, STRANGERS).mapToObj((i) -> new Object[] { APPID, "stranger-" + i }).toList());
	}

	private String sealedSessionKeyOf(TestProvider provider, String openid) {
		String hash = provider.bean(WechatIds.class).hash(APPID, openid);
		byte[] stored = this.jdbc.queryForObject("SELECT session_key FROM wechat_identity WHERE openid_hash = ?",
				byte[].class, hash);
		return this.keyset.decrypt(Ciphertext.of(stored), WechatIdentityRow.SESSION_KEY.context(List.of(APPID, hash)));
	}

}
