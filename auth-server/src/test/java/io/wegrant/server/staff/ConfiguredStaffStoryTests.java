package io.wegrant.server.staff;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

import io.wegrant.server.Database;
import io.wegrant.server.TestProvider;

import static org.assertj.core.api.Assertions.assertThat;

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
		try (TestProvider second = TestProvider.start(this.database, "wegrant.keyset.value=" + keyset)) {
			assertThat(second.bean(Staff.class).list(0, 10, 0)).isEmpty();
		}
	}

}
