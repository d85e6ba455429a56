package io.wegrant.server.audit;

import java.time.Duration;
import java.util.UUID;

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

	private final Database database;

	AuditPurgeStoryTests(Database database) {
		this.database = database;
	}

	@Test
	@DisplayName("B06: events are deleted when they are older than they are kept, and not before")
	void purgeWhenEventsAreOlderThanRetentionThenDeleted() {
		TestProvider provider = TestProvider.tidy(this.database);
		JdbcTemplate jdbc = provider.bean(JdbcTemplate.class);
		AuditLog log = provider.bean(AuditLog.class);
		AuditPurge purge = provider.bean(AuditPurge.class);
		String actor = "client-" + UUID.randomUUID();
		for (int i = 0; i < 2_100; i++) {
			log.record(AuditEvent.of(AuditEventType.TOKEN_REVOKED, actor));
		}
		provider.clock().advance(Duration.ofDays(29));
		log.record(AuditEvent.of(AuditEventType.USER_ENABLED, actor));
		purge.purge();
		assertThat(jdbc.queryForObject("SELECT COUNT(*) FROM audit_event WHERE actor = ?", Integer.class, actor))
			.isEqualTo(2_101);

		provider.clock().advance(Duration.ofDays(2));
		purge.purge();
		assertThat(jdbc.queryForList("SELECT type FROM audit_event", String.class)).containsExactly("USER_ENABLED");
	}

}
