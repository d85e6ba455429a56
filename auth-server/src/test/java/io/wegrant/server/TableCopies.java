package io.wegrant.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tables like a provider's, in a database of their own, filled with copies of rows that
 * the provider has written itself. Other tests do not meet them.
 */
final class TableCopies implements AutoCloseable {

	private static final int BATCH = 1_000;

	private final JdbcClient genuine;

	private final Connection connection;

	private final JdbcClient copies;

	/**
	 * Creates a database without tables.
	 * @param provider a provider on {@link Database#MYSQL}
	 */
	TableCopies(TestProvider provider) throws SQLException {
		this.genuine = provider.bean(JdbcClient.class);
		Map<String, String> created = Database.MYSQL.create();
		String url = created.get("spring.datasource.url");
		this.connection = DriverManager.getConnection(
				url + (url.contains("?") ? "&" : "?") + "rewriteBatchedStatements=true",
				created.get("spring.datasource.username"), created.get("spring.datasource.password"));
		this.copies = JdbcClient.create(new SingleConnectionDataSource(this.connection, true));
	}

	/**
	 * Creates a table and fills it with copies of the row of a user.
	 * @param table the table, in which the user has one row
	 * @param column the column that has the user's number
	 * @param userId the number
	 * @param count how many copies are made
	 * @param changes by the names of columns, the values in the copy of a number
	 */
	void fill(String table, String column, long userId, int count, Map<String, IntFunction<Object>> changes)
			throws SQLException {
		String schema = this.genuine.sql("SELECT DATABASE()").query(String.class).single();
		Map<String, Object> row = this.genuine.sql("SELECT * FROM " + table + " WHERE " + column + " = ?")
			.param(userId)
			.query()
			.singleRow();
		assertThat(row.keySet()).containsAll(changes.keySet());
		this.copies.sql("CREATE TABLE " + table + " LIKE " + schema + "." + table).update();
		String sql = "INSERT INTO " + table + " (" + String.join(", ", row.keySet()) + ") VALUES ("
				+ String.join(", ", Collections.nCopies(row.size(), "?")) + ")";
		try (PreparedStatement insert = this.connection.prepareStatement(sql)) {
			for (int copy = 0; copy < count; copy++) {
				add(insert, row, changes, copy);
				if (copy % BATCH == BATCH - 1 || copy == count - 1) {
					insert.executeBatch();
				}
			}
		}
	}

	private static void add(PreparedStatement insert, Map<String, Object> row, Map<String, IntFunction<Object>> changes,
			int copy) throws SQLException {
		int index = 0;
		for (Map.Entry<String, Object> column : row.entrySet()) {
			IntFunction<Object> change = changes.get(column.getKey());
			insert.setObject(++index, (change != null) ? change.apply(copy) : column.getValue());
		}
		insert.addBatch();
	}

	/**
	 * Measures a table: the pages in use. InnoDB reserves more, in steps that are large
	 * for a small table.
	 * @param table its name
	 * @return by the names of indexes, the bytes for each row; {@code PRIMARY} has the
	 * rows themselves
	 */
	Map<String, Long> bytesPerRow(String table) {
		this.copies.sql("ANALYZE TABLE " + table).query().listOfRows();
		long rows = this.copies.sql("SELECT COUNT(*) FROM " + table).query(Long.class).single();
		return this.copies.sql("""
				SELECT index_name, stat_value * @@innodb_page_size AS bytes FROM mysql.innodb_index_stats
				WHERE database_name = DATABASE() AND table_name = :table AND stat_name = 'n_leaf_pages'""")
			.param("table", table)
			.query((index, number) -> Map.entry(index.getString("index_name"), index.getLong("bytes") / rows))
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
	}

	@Override
	public void close() throws SQLException {
		this.connection.close();
	}

}
