package io.wegrant.server.storage;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.wegrant.mariadb.MariaDb;

/**
 * Two MariaDB servers of their own, with a user who may not write where the server is
 * read-only, and an empty database each.
 */
final class TwoServers {

	static final String USER = "node";

	static final String PASSWORD = "a-password";

	private static final MariaDb FIRST = MariaDb.startInMemoryWithRights();

	private static final MariaDb SECOND = MariaDb.startInMemoryWithRights();

	private static final AtomicInteger COUNT = new AtomicInteger();

	private final String name = "wegrant_" + COUNT.incrementAndGet();

	TwoServers() {
		for (MariaDb server : List.of(FIRST, SECOND)) {
			setReadOnly(server, false);
			execute(server, "CREATE DATABASE " + this.name + " CHARACTER SET utf8mb4");
			for (String host : List.of("'%'", "localhost")) {
				String user = USER + "@" + host;
				execute(server, "CREATE USER IF NOT EXISTS " + user + " IDENTIFIED BY '" + PASSWORD + "'");
				execute(server, "GRANT ALL ON " + this.name + ".* TO " + user);
			}
		}
	}

	MariaDb first() {
		return FIRST;
	}

	MariaDb second() {
		return SECOND;
	}

	String url() {
		return "jdbc:mysql://127.0.0.1:" + FIRST.port() + ",127.0.0.1:" + SECOND.port() + "/" + this.name;
	}

	Map<String, String> database() {
		return database(url());
	}

	Map<String, String> databaseOf(MariaDb server) {
		return database("jdbc:mysql://127.0.0.1:" + server.port() + "/" + this.name);
	}

	private static Map<String, String> database(String url) {
		return Map.of("spring.profiles.active", "dev,mysql", "spring.datasource.url", url, "spring.datasource.username",
				USER, "spring.datasource.password", PASSWORD);
	}

	static void setReadOnly(MariaDb server, boolean readOnly) {
		execute(server, "SET GLOBAL read_only = " + (readOnly ? 1 : 0));
	}

	static int connections(MariaDb server) {
		try (Connection connection = DriverManager.getConnection(server.url());
				Statement statement = connection.createStatement();
				ResultSet rows = statement
					.executeQuery("SELECT COUNT(*) FROM information_schema.processlist WHERE user = '" + USER + "'")) {
			rows.next();
			return rows.getInt(1);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void execute(MariaDb server, String sql) {
		try (Connection connection = DriverManager.getConnection(server.url());
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
