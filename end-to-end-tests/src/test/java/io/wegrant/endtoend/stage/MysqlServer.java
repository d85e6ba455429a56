package io.wegrant.endtoend.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.wegrant.mariadb.MariaDb;

/**
 * The database server that the nodes of a cluster share: a MariaDB of the tests' own, or
 * the server that {@code WEGRANT_TEST_MYSQL_URL} names, a JDBC URL with user and password
 * and without a database.
 */
public final class MysqlServer {

	private static final AtomicInteger COUNT = new AtomicInteger();

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private final String url;

	private List<String> command = List.of();

	private String libraries = "";

	MysqlServer() {
		String given = System.getenv("WEGRANT_TEST_MYSQL_URL");
		this.url = (given != null) ? given : startMariaDb();
	}

	/**
	 * Takes a server that others have started.
	 * @param url its JDBC URL, with user and password and without a database
	 */
	MysqlServer(String url) {
		this.url = url;
	}

	/**
	 * Tells whether it may be killed: a server that was given may not.
	 * @return whether it is the tests' own
	 */
	public boolean isOwn() {
		return !this.command.isEmpty();
	}

	/**
	 * Ends it at once (SIGKILL): it can finish nothing.
	 */
	public void kill() {
		ProcessHandle server = process();
		server.destroyForcibly();
		server.onExit().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
	}

	/**
	 * Starts it again with the data that it left, and does not wait for it.
	 */
	public void restart() {
		ProcessBuilder builder = new ProcessBuilder(this.command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD);
		builder.environment().put("LD_LIBRARY_PATH", this.libraries);
		try {
			Process process = builder.start();
			Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Tells whether it answers.
	 * @return whether a statement could be executed
	 */
	public boolean answers() {
		try {
			return statements() > 0;
		}
		catch (IllegalStateException ex) {
			return false;
		}
	}

	private ProcessHandle process() {
		List<String> arguments = this.command.subList(1, this.command.size());
		return ProcessHandle.allProcesses()
			.filter((process) -> process.info().arguments().map(List::of).filter(arguments::equals).isPresent())
			.findFirst()
			.orElseThrow();
	}

	private String startMariaDb() {
		// A prepared statement is logged with its values if there was a log when it was
		// prepared, even one that goes nowhere.
		MariaDb mariaDb = MariaDb.start(Folders.create("mariadb-"),
				List.of("--innodb-buffer-pool-size=512M", "--general-log", "--log-output=NONE"));
		int port = mariaDb.port();
		ProcessHandle.Info server = ProcessHandle.allProcesses()
			.map(ProcessHandle::info)
			.filter((info) -> info.commandLine().filter((line) -> line.contains("--port=" + port)).isPresent())
			.findFirst()
			.orElseThrow();
		this.command = Stream.concat(server.command().stream(), Stream.of(server.arguments().orElse(new String[0])))
			.toList();
		this.libraries = mariaDb.libraries().toString();
		return mariaDb.url() + "&password=none";
	}

	/**
	 * Creates an empty database.
	 * @return the database
	 */
	public Database createDatabase() {
		Database database = new Database(
				"wegrant_stories_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet());
		execute("CREATE DATABASE " + database.name());
		return database;
	}

	/**
	 * Counts the statements that clients have sent, however they are sent.
	 * @return the number since the start of the server
	 */
	public long statements() {
		return query("SHOW GLOBAL STATUS LIKE 'Questions'", (row) -> row.getLong(2)).get(0);
	}

	/**
	 * Records what all clients send while something is done.
	 * @param action what is done
	 * @return the texts of the statements
	 */
	public List<String> statementsDuring(Runnable action) {
		execute("TRUNCATE TABLE mysql.general_log");
		execute("SET GLOBAL general_log = ON");
		execute("SET GLOBAL log_output = 'TABLE'");
		try {
			action.run();
		}
		finally {
			execute("SET GLOBAL log_output = 'NONE'");
		}
		return query("SELECT argument FROM mysql.general_log WHERE command_type IN ('Query', 'Execute')",
				(row) -> row.getString(1));
	}

	private void execute(String sql) {
		execute(this.url, sql);
	}

	private <T> List<T> query(String sql, RowReader<T> reader) {
		return query(this.url, sql, reader);
	}

	private static void execute(String url, String sql) {
		try (Connection connection = DriverManager.getConnection(url);
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static <T> List<T> query(String url, String sql, RowReader<T> reader) {
		try (Connection connection = DriverManager.getConnection(url);
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(sql)) {
			List<T> read = new ArrayList<>();
			while (rows.next()) {
				read.add(reader.read(rows));
			}
			return read;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private String parameter(String name) {
		Matcher matcher = Pattern.compile("[?&]" + name + "=([^&]+)").matcher(this.url);
		return matcher.find() ? matcher.group(1) : "";
	}

	/**
	 * Reads one row.
	 *
	 * @param <T> what is made of it
	 */
	@FunctionalInterface
	public interface RowReader<T> {

		T read(ResultSet row) throws SQLException;

	}

	/**
	 * One database of the server.
	 */
	public final class Database {

		private final String name;

		private final String url;

		private Database(String name) {
			this.name = name;
			this.url = MysqlServer.this.url.replaceFirst("/(\\?|$)", "/" + name + "$1");
		}

		String name() {
			return this.name;
		}

		List<String> settings() {
			return List.of("--spring.profiles.active=dev,mysql",
					"--spring.datasource.url=" + this.url.replaceFirst("\\?.*", ""),
					"--spring.datasource.username=" + parameter("user"),
					"--spring.datasource.password=" + parameter("password"),
					// A machine that starts everything at once is slow to connect.
					"--spring.datasource.hikari.initialization-fail-timeout=60000");
		}

		public void execute(String sql) {
			MysqlServer.execute(this.url, sql);
		}

		public <T> List<T> query(String sql, RowReader<T> reader) {
			return MysqlServer.query(this.url, sql, reader);
		}

		/**
		 * Reads everything.
		 * @return the values of each column of each table, by {@code table.column}
		 */
		public Map<String, String> content() {
			Map<String, String> content = new LinkedHashMap<>();
			for (String column : query("SELECT CONCAT(table_name, '.', column_name) FROM information_schema.columns"
					+ " WHERE table_schema = '" + this.name + "'", (row) -> row.getString(1))) {
				String[] parts = column.split("\\.");
				List<String> values = query("SELECT `" + parts[1] + "` FROM `" + parts[0] + "`", Database::text);
				content.put(column, String.join("\n", values));
			}
			return content;
		}

		private static String text(ResultSet row) throws SQLException {
			byte[] value = row.getBytes(1);
			return (value != null) ? new String(value, StandardCharsets.ISO_8859_1) : "";
		}

	}

}
