package io.wegrant.server.audit;

import java.time.Duration;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

import io.wegrant.server.Database;
import io.wegrant.server.TestProvider;

import static org.assertj.core.api.Assertions.assertThat;

@ParameterizedClass
@EnumSource(Database.class)
class AuditPurgeStoryTests {

	private static final String COUNT = "SELECT COUNT(*) FROM audit_event WHERE actor <> 'configuration'";

	private final Database database;

	AuditPurgeStoryTests(Database database) {
		this.database = database;
	}

	@Test
	@DisplayName("B06: events are deleted when they are older than they are kept, and not before")
	void purgeWhenEventsAreOlderThanRetentionThenDeleted() {
		try (TestProvider provider = TestProvider.start(this.database.create(), "wegrant.audit.retention=30d")) {
			JdbcTemplate jdbc = provider.bean(JdbcTemplate.class);
			AuditLog log = provider.bean(AuditLog.class);
			AuditPurge purge = provider.bean(AuditPurge.class);
			for (int i = 0; i < 2_100; i++) {
				log.record(AuditEvent.of(AuditEventType.TOKEN_REVOKED, "client"));
			}
			provider.clock().advance(Duration.ofDays(29));
			log.record(AuditEvent.of(AuditEventType.USER_ENABLED, "client"));
			purge.purge();
			assertThat(jdbc.queryForObject(COUNT, Integer.class)).isEqualTo(2_101);

			provider.clock().advance(Duration.ofDays(2));
			purge.purge();
			assertThat(jdbc.queryForList("SELECT type FROM audit_event", String.class)).containsExactly("USER_ENABLED");
		}
	}

}
