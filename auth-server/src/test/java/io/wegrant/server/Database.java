package io.wegrant.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DriverManagerDataSource;

import io.wegrant.mariadb.MariaDb;

/**
 * The databases that everything which touches SQL is tested on. MySQL is a MariaDB
 * started by the build, or the server that {@code WEGRANT_TEST_MYSQL_URL} names, a JDBC
 * URL with user and password and without a database.
 */
public enum Database {

	H2 {

		@Override
		public Map<String, String> create() {
			return Map.of("spring.datasource.url", "jdbc:h2:mem:" + newName() + ";DB_CLOSE_DELAY=-1;" + H2_MODE);
		}

	},

	MYSQL {

		@Override
		public Map<String, String> create() {
			String name = newName();
			try (Connection connection = DriverManager.getConnection(MysqlServer.URL);
					Statement statement = connection.createStatement()) {
				statement.execute("CREATE DATABASE " + name);
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
			return Map.of("spring.profiles.active", "dev,mysql", "spring.datasource.url",
					MysqlServer.URL.replaceFirst("/(\\?|$)", "/" + name + "$1"), "spring.datasource.username",
					MysqlServer.parameter("user"), "spring.datasource.password", MysqlServer.parameter("password"));
		}

	};

	static final String H2_MODE = "MODE=MySQL;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE";

	private static final AtomicInteger COUNT = new AtomicInteger();

	/**
	 * Creates an empty database.
	 * @return the properties of a provider that uses it
	 */
	public abstract Map<String, String> create();

	/**
	 * Opens connections to a database, without a provider.
	 * @param settings the properties of a provider that uses it
	 * @return the data source
	 */
	public static DataSource dataSource(Map<String, String> settings) {
		return new DriverManagerDataSource(settings.get("spring.datasource.url"),
				settings.getOrDefault("spring.datasource.username", "sa"),
				settings.getOrDefault("spring.datasource.password", ""));
	}

	private static String newName() {
		return "wegrant_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
	}

	private static final class MysqlServer {

		static final String URL = url();

		private static String url() {
			String given = System.getenv("WEGRANT_TEST_MYSQL_URL");
			return (given != null) ? given : MariaDb.startInMemory().url();
		}

		static String parameter(String name) {
			Matcher matcher = Pattern.compile("[?&]" + name + "=([^&]+)").matcher(URL);
			return matcher.find() ? matcher.group(1) : "none";
		}

	}

}
