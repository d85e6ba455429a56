package io.wegrant.server.storage;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import io.wegrant.server.storage.DatabaseFault.Kind;

/**
 * What a node looks at, and sets, on a connection that it has just opened.
 */
final class NewConnection {

	private static final String VARIABLES = """
			SHOW GLOBAL VARIABLES
			WHERE Variable_name IN ('read_only', 'super_read_only', 'offline_mode', 'wsrep_on')""";

	private static final Set<String> OFF = Set.of("OFF", "0");

	private NewConnection() {
	}

	/**
	 * Reads what state the server is in, and has reads on a Galera member wait for what
	 * other members have acknowledged (the first bit of {@code wsrep_sync_wait}).
	 * @param connection a connection to a server of MySQL's protocol
	 * @return whether the server takes writes, as far as it says
	 * @throws SQLException if it does not answer
	 */
	static boolean prepare(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			Map<String, String> variables = read(statement, VARIABLES);
			boolean galera = "ON".equals(variables.remove("wsrep_on"));
			if (galera) {
				statement.execute("SET SESSION wsrep_sync_wait = @@wsrep_sync_wait | 1");
			}
			boolean writable = OFF.containsAll(variables.values());
			return writable && (!galera || isReady(statement));
		}
		catch (SQLException ex) {
			// Some proxy that takes no such questions.
			if (DatabaseFault.of(ex).kind() == Kind.MISTAKE) {
				return true;
			}
			throw ex;
		}
	}

	private static boolean isReady(Statement statement) throws SQLException {
		return "ON".equals(read(statement, "SHOW GLOBAL STATUS LIKE 'wsrep_ready'").get("wsrep_ready"));
	}

	private static Map<String, String> read(Statement statement, String question) throws SQLException {
		Map<String, String> values = new HashMap<>();
		try (ResultSet rows = statement.executeQuery(question)) {
			while (rows.next()) {
				values.put(rows.getString(1), rows.getString(2));
			}
		}
		return values;
	}

	/**
	 * Writes a row, takes it away and commits: a server may look well and fail at any of
	 * these. What only a race or a missing table can cause is no failure of the server.
	 * @param connection a connection without a transaction
	 * @throws SQLException if the server cannot do it
	 */
	static void write(Connection connection) throws SQLException {
		int id = ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
		connection.setAutoCommit(false);
		try (Statement statement = connection.createStatement()) {
			statement.executeUpdate("INSERT INTO write_probe (id) VALUES (" + id + ")");
			statement.executeUpdate("DELETE FROM write_probe WHERE id = " + id);
			connection.commit();
			connection.setAutoCommit(true);
		}
		catch (SQLException ex) {
			Kind kind = DatabaseFault.of(ex).kind();
			if (kind == Kind.REFUSED || kind == Kind.BUSY) {
				throw ex;
			}
			connection.rollback();
			connection.setAutoCommit(true);
		}
	}

}
