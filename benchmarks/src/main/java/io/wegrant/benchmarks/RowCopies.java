package io.wegrant.benchmarks;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

import io.wegrant.benchmarks.Database.Schema;

/**
 * Fills tables with copies of a row that a peer has written itself, so that they are of
 * the size and shape that it gives them.
 */
final class RowCopies {

	private static final int BATCH = 5_000;

	private static final long FIRST_ID = 1_000_000;

	private static final Set<Integer> BINARY = Set.of(Types.BLOB, Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY);

	private final Schema schema;

	private final SecureRandom random = new SecureRandom();

	RowCopies(Schema schema) {
		this.schema = schema;
	}

	/**
	 * Copies the first row of a table.
	 * @param table the table
	 * @param count how many copies are made
	 * @param changes by the names of columns, what takes the place of a value in the copy
	 * of a number
	 */
	void add(String table, int count, Map<String, BiFunction<Object, Integer, Object>> changes) {
		try (Connection connection = this.schema.connect(); Statement statement = connection.createStatement()) {
			Row row = Row.first(statement, table);
			if (!row.names().containsAll(changes.keySet())) {
				throw new IllegalArgumentException(table + " has only " + row.names());
			}
			connection.setAutoCommit(false);
			String sql = "INSERT INTO " + table + " (" + String.join(", ", row.names()) + ") VALUES ("
					+ String.join(", ", Collections.nCopies(row.names().size(), "?")) + ")";
			try (PreparedStatement insert = connection.prepareStatement(sql)) {
				for (int i = 0; i < count; i++) {
					set(insert, row, changes, i);
					insert.addBatch();
					if (i % BATCH == BATCH - 1 || i == count - 1) {
						insert.executeBatch();
						connection.commit();
					}
				}
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Numbers copies in a way that rows of several tables can refer to each other.
	 * @return the change
	 */
	BiFunction<Object, Integer, Object> id() {
		return (value, i) -> FIRST_ID + i;
	}

	/**
	 * Replaces a text, or the bytes of a text, by a random one of the same length.
	 * @return the change
	 */
	BiFunction<Object, Integer, Object> random() {
		return (value, i) -> (value instanceof byte[] bytes) ? text(bytes.length).getBytes(StandardCharsets.US_ASCII)
				: text(value.toString().length());
	}

	private String text(int length) {
		byte[] bytes = new byte[length];
		this.random.nextBytes(bytes);
		return Base64.getUrlEncoder().encodeToString(bytes).substring(0, length);
	}

	private static void set(PreparedStatement insert, Row row, Map<String, BiFunction<Object, Integer, Object>> changes,
			int copy) throws SQLException {
		for (int i = 0; i < row.names().size(); i++) {
			Object value = row.values().get(i);
			BiFunction<Object, Integer, Object> change = changes.get(row.names().get(i));
			insert.setObject(i + 1, (change != null && value != null) ? change.apply(value, copy) : value);
		}
	}

	/**
	 * A row.
	 */
	private record Row(List<String> names, List<@Nullable Object> values) {

		static Row first(Statement statement, String table) throws SQLException {
			statement.setMaxRows(1);
			try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
				if (!rows.next()) {
					throw new IllegalStateException("There is no row in " + table);
				}
				List<String> names = new ArrayList<>();
				List<@Nullable Object> values = new ArrayList<>();
				ResultSetMetaData columns = rows.getMetaData();
				for (int i = 1; i <= columns.getColumnCount(); i++) {
					names.add(columns.getColumnName(i).toLowerCase(Locale.ROOT));
					values.add(BINARY.contains(columns.getColumnType(i)) ? rows.getBytes(i) : rows.getObject(i));
				}
				return new Row(names, values);
			}
		}

	}

}
