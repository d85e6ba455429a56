package io.wegrant.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Where the peers of one comparison keep their rows: each in a schema of its own, of the
 * same kind.
 */
interface Database extends AutoCloseable {

	Kind kind();

	/**
	 * Creates an empty schema.
	 * @param name its name
	 * @return the schema
	 */
	Schema create(String name);

	/**
	 * Returns what a schema takes.
	 * @param schema the schema, whose tables were analyzed
	 * @return the bytes of its tables and indexes, empty where the database does not tell
	 */
	OptionalLong bytes(Schema schema);

	/**
	 * Returns the processes that work for the peers besides their own.
	 * @return the ids of the processes, none where the database is in the peer
	 */
	List<Long> processes();

	@Override
	void close();

	/**
	 * Starts one.
	 * @param kind its kind
	 * @param workspace where it keeps its files
	 * @return the database
	 */
	static Database start(Kind kind, Workspace workspace) {
		return switch (kind) {
			case H2 -> new H2Files(workspace.folder());
			case MYSQL -> new MariaDb(workspace);
		};
	}

	/**
	 * The kinds of databases.
	 */
	enum Kind {

		/** H2 in a file, within the peer. */
		H2,

		/** MariaDB, which speaks MySQL's protocol. */
		MYSQL;

		/**
		 * Returns what it is called in results and on the command line.
		 * @return the name in lower case
		 */
		String label() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * A schema of one peer.
	 *
	 * @param kind the kind of the database
	 * @param name its name
	 * @param url the JDBC URL, without parameters of MySQL's driver
	 * @param user who may do anything in it
	 * @param password the user's password
	 */
	record Schema(Kind kind, String name, String url, String user, String password) {

		/**
		 * Returns the URL with parameters for MySQL's driver.
		 * @param parameters the parameters, as in a query
		 * @return the URL, without them where the database is another one
		 */
		String url(String parameters) {
			return (this.kind == Kind.MYSQL) ? this.url + "?" + parameters : this.url;
		}

		Connection connect() throws SQLException {
			return DriverManager.getConnection(url("rewriteBatchedStatements=true"), this.user, this.password);
		}

	}

}
