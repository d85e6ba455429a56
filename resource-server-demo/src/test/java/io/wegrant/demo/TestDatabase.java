package io.wegrant.demo;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

import io.wegrant.mariadb.MariaDb;

/**
 * New databases on a MariaDB that the build starts, or on the server that
 * {@code WEGRANT_TEST_MYSQL_URL} names.
 */
public final class TestDatabase {

	private static final String SERVER = server();

	private TestDatabase() {
	}

	/**
	 * Makes a database.
	 * @param name what tells it from others of the same tests
	 * @return its JDBC URL
	 */
	public static String create(String name) {
		String database = "wegrant_demo_" + name + "_" + ProcessHandle.current().pid();
		try (Connection connection = DriverManager.getConnection(SERVER);
				Statement statement = connection.createStatement()) {
			statement.execute("CREATE DATABASE " + database + " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
		return SERVER.replaceFirst("/(\\?|$)", "/" + database + "$1");
	}

	private static String server() {
		String given = System.getenv("WEGRANT_TEST_MYSQL_URL");
		return (given != null) ? given : MariaDb.startInMemory().url();
	}

}
