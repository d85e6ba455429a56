package io.wegrant.demo.appointments;

import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.wegrant.demo.TestDatabase;

/**
 * The appointments on MySQL.
 */
class MysqlAppointmentTests extends AppointmentRules {

	@DynamicPropertySource
	static void database(DynamicPropertyRegistry registry) {
		String url = TestDatabase.create("appointments");
		registry.add("spring.datasource.url", () -> url);
	}

}
