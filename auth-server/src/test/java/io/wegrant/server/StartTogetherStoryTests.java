package io.wegrant.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.jdbc.core.JdbcTemplate;

import io.wegrant.server.schema.MigrateCommand;
import io.wegrant.server.secrets.MasterKeyset;
import io.wegrant.simulator.WechatSimulator;

import static io.wegrant.server.TestProvider.APPID;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three nodes that are started at once on an empty MySQL.
 */
class StartTogetherStoryTests {

	/** Few at a check, all by scripts/long-tests. */
	private static final int MANY_ROUNDS = Boolean.getBoolean("tests.full") ? 20 : 5;

	private static final int NODES = 3;

	private final List<TestProvider> started = new ArrayList<>();

	// Spring Boot sets logging up for the process at each start, and not for three at
	// once.
	@BeforeAll
	static void keepLogging() {
		// It is to start before, with its logging.
		WechatSimulator unused = TestProvider.WECHAT;
		System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
	}

	@AfterAll
	static void setLoggingUp() {
		System.clearProperty(LoggingSystem.SYSTEM_PROPERTY);
	}

	@Test
	@DisplayName("C01: three nodes started at once on an empty database, 3 rounds: none exits, nothing is there twice")
	void startWhenThreeAtOnceThenOneInstallation() {
		startTogether(3, false);
	}

	@Test
	@Tag("slow")
	@DisplayName("C01: the same, more often")
	void startWhenThreeAtOnceManyTimesThenOneInstallation() {
		startTogether(MANY_ROUNDS, false);
	}

	@Test
	@DisplayName("C01: the same with migrate before, and nodes that do not migrate")
	void startWhenMigratedBeforeThenOneInstallation() {
		startTogether(1, true);
	}

	@Test
	@Tag("slow")
	@DisplayName("C01: the same with migrate before, more often")
	void startWhenMigratedBeforeManyTimesThenOneInstallation() {
		startTogether(MANY_ROUNDS, true);
	}

	private void startTogether(int rounds, boolean migrated) {
		for (int round = 0; round < rounds; round++) {
			Map<String, String> database = Database.MYSQL.create();
			if (migrated) {
				assertThat(migrate(database)).isZero();
			}
			String keyset = "wegrant.keyset.value=" + MasterKeyset.generate();
			try {
				this.started.addAll(Concurrently.run(NODES, (number) -> () -> TestProvider.start(database, keyset,
						"wegrant.schema.migrate-at-start=" + !migrated)));
				assertOneInstallation();
			}
			finally {
				this.started.forEach(TestProvider::close);
				this.started.clear();
			}
		}
	}

	private static int migrate(Map<String, String> database) {
		String[] arguments = Stream
			.concat(Stream.of("migrate"),
					database.entrySet().stream().map((each) -> "--" + each.getKey() + "=" + each.getValue()))
			.toArray(String[]::new);
		return MigrateCommand.of(arguments).orElseThrow().run();
	}

	private void assertOneInstallation() {
		TestProvider one = this.started.get(0);
		JdbcTemplate jdbc = one.bean(JdbcTemplate.class);
		assertThat(jdbc.queryForList("SELECT version FROM flyway_schema_history WHERE success", String.class))
			.doesNotHaveDuplicates()
			.contains("1", "9");
		assertThat(jdbc.queryForList("SELECT algorithm FROM signing_key", String.class)).containsExactly("ES256");
		assertThat(jdbc.queryForList("SELECT client_id FROM client WHERE version = 0 ORDER BY 1", String.class))
			.containsExactly("admin-cli", "demo-service", APPID, TestProvider.OTHER_APPID);
		assertThat(jdbc.queryForList("SELECT appid FROM mini_program WHERE version = 0 ORDER BY 1", String.class))
			.containsExactly(APPID, TestProvider.OTHER_APPID);
		assertThat(jdbc.queryForObject("SELECT COUNT(*) FROM staff_member", Integer.class)).isOne();
		assertThat(jdbc.queryForList("SELECT type FROM audit_event", String.class)).containsExactly("STAFF_CHANGED");
		// Each node finds the user whom another one has made, by a hash under the one
		// key.
		List<String> subs = this.started.stream().map((node) -> {
			Answer login = node.login(APPID, "alice");
			assertThat(this.started).allSatisfy((other) -> assertThat(isActive(other, login)).isTrue());
			return login.claims().required("sub").asString();
		}).distinct().toList();
		assertThat(subs).hasSize(1);
	}

	private static boolean isActive(TestProvider node, Answer login) {
		Form form = Form.about(login.accessToken()).as("admin-cli", "admin-cli-secret");
		return node.introspect(form).json().required("active").asBoolean();
	}

}
