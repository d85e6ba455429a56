package io.wegrant.benchmarks;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import io.wegrant.benchmarks.Database.Kind;
import io.wegrant.benchmarks.Database.Schema;

/**
 * Fills tables with copies of a row that a peer has written itself, so that they are of
 * the size and shape that it gives them.
 */
final class RowCopies {

	private static final int BATCH = 5_000;

	private static final long FIRST_ID = 1_000_000;

	private static final String ALPHABET = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

	/** How many characters tell a million copies apart. */
	private static final int ORDER = 4;

	private static final Set<Integer> BINARY = Set.of(Types.BLOB, Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY);

	private final Schema schema;

	private final RandomGenerator random = new SplittableRandom();

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
	void add(String table, int count, Map<String, Change> changes) {
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
					set(insert, row, changes, i, count);
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
	 * Numbers copies in a way that rows of several tables can refer to each other. The
	 * highest number comes first: H2 moves the sequence of a column behind each number
	 * that is above it, and commits that.
	 * @return the change
	 */
	Change id() {
		return (value, copy, count) -> FIRST_ID + (copy + count - 1) % count;
	}

	/**
	 * Replaces a text, or the bytes of a text, by a random one of the same length. H2 is
	 * given them in their order, spread over all there are: it would write a page anew
	 * for nearly each row whose place in an index is anywhere.
	 * @return the change
	 */
	Change random() {
		return (value, copy, count) -> {
			if (value instanceof byte[] bytes) {
				return text(bytes.length, copy, count).getBytes(StandardCharsets.US_ASCII);
			}
			return text(value.toString().length(), copy, count);
		};
	}

	private String text(int length, int copy, int count) {
		StringBuilder text = new StringBuilder(length);
		if (this.schema.kind() == Kind.H2) {
			long place = ((long) copy << (6 * ORDER)) / count;
			for (int i = ORDER - 1; i >= 0; i--) {
				text.append(ALPHABET.charAt((int) (place >> (6 * i)) & 63));
			}
		}
		while (text.length() < length) {
			text.append(ALPHABET.charAt(this.random.nextInt(ALPHABET.length())));
		}
		return text.substring(0, length);
	}

	private static void set(PreparedStatement insert, Row row, Map<String, Change> changes, int copy, int count)
			throws SQLException {
		for (int i = 0; i < row.names().size(); i++) {
			Object value = row.values().get(i);
			Change change = changes.get(row.names().get(i));
			insert.setObject(i + 1, (change != null && value != null) ? change.apply(value, copy, count) : value);
		}
	}

	/**
	 * What takes the place of a value.
	 */
	@FunctionalInterface
	interface Change {

		/**
		 * Changes it.
		 * @param value the value in the row that is copied
		 * @param copy the number of the copy, from 0
		 * @param count how many copies there are
		 * @return the value in the copy
		 */
		Object apply(Object value, int copy, int count);

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
