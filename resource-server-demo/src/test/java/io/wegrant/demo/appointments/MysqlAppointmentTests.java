package io.wegrant.demo.appointments;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.wegrant.mariadb.MariaDb;

/**
 * The appointments on a MariaDB that the build starts, or in a new database of the server
 * that {@code WEGRANT_TEST_MYSQL_URL} names.
 */
class MysqlAppointmentTests extends AppointmentRules {

	@DynamicPropertySource
	static void database(DynamicPropertyRegistry registry) {
		String given = System.getenv("WEGRANT_TEST_MYSQL_URL");
		String server = (given != null) ? given : MariaDb.startInMemory().url();
		String name = "wegrant_demo_" + ProcessHandle.current().pid();
		execute(server, "CREATE DATABASE " + name + " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
		registry.add("spring.datasource.url", () -> server.replaceFirst("/(\\?|$)", "/" + name + "$1"));
	}

	private static void execute(String server, String sql) {
		try (Connection connection = DriverManager.getConnection(server);
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
