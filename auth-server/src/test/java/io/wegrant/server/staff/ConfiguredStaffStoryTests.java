package io.wegrant.server.staff;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.Database;
import io.wegrant.server.TestProvider;
import io.wegrant.server.audit.AuditLog;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
@ParameterizedClass
@EnumSource(value = Database.class, names = "MYSQL")
class ConfiguredStaffStoryTests {

	private final Map<String, String> database;

	ConfiguredStaffStoryTests(Database database) {
		this.database = database.create();
	}

	@Test
	@DisplayName("The settings fill an empty directory once; what was removed since stays removed")
	void startWhenEntryWasRemovedThenItStaysRemoved() {
		String keyset;
		try (TestProvider first = TestProvider.start(this.database)) {
			keyset = first.keyset();
			List<StaffMember> staff = first.bean(Staff.class).list(0, 10, 0);
			assertThat(staff).hasSize(1);
			assertThat(first.bean(JdbcTemplate.class)
				.queryForList("SELECT type FROM audit_event WHERE actor = 'configuration'", String.class))
				.containsExactly("STAFF_CHANGED");
			assertThat(first.bean(Staff.class).remove(staff.get(0).id())).isPresent();
		}
		// The log remembers less than the directory.
		JdbcClient.create(Database.dataSource(this.database)).sql("DELETE FROM audit_event").update();
		try (TestProvider second = TestProvider.start(this.database, "wegrant.keyset.value=" + keyset)) {
			assertThat(second.bean(Staff.class).list(0, 10, 0)).isEmpty();
		}
	}

	@Test
	@DisplayName("C01: a start that waits in vain for another node's first entries looks again, and adds nothing twice")
	void writeWhenAnotherNodeHoldsTheDirectoryThenTriesAgain(CapturedOutput output) throws Exception {
		TestProvider provider = TestProvider.shared(Database.MYSQL);
		JdbcTemplate jdbc = provider.bean(JdbcTemplate.class);
		TransactionTemplate transactions = provider.bean(TransactionTemplate.class);
		Staff staff = provider.bean(Staff.class);
		jdbc.update("UPDATE staff_directory SET begun = FALSE");
		int before = jdbc.queryForObject("SELECT COUNT(*) FROM staff_member", Integer.class);
		CompletableFuture<Void> start = new CompletableFuture<>();
		transactions.executeWithoutResult((status) -> {
			assertThat(staff.begin()).isTrue();
			start.completeAsync(() -> {
				new ConfiguredStaff(staff, provider.bean(AuditLog.class), transactions)
					.write(provider.bean(StaffProperties.class).members());
				return null;
			});
			Awaitility.await()
				.untilAsserted(() -> assertThat(output).contains("Another node is writing to the staff directory too"));
			assertThat(start).isNotDone();
		});

		start.get(1, TimeUnit.MINUTES);
		assertThat(jdbc.queryForObject("SELECT COUNT(*) FROM staff_member", Integer.class)).isEqualTo(before);
	}

}
