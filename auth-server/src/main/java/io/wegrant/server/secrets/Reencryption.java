package io.wegrant.server.secrets;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.storage.DatabaseFault;

/**
 * Encrypts stored values anew that were not encrypted with the primary key of the master
 * keyset. It goes on wherever it was interrupted, since a value tells by which key it was
 * encrypted, and may run on several nodes: a value that changed meanwhile is left alone.
 */
public final class Reencryption {

	private static final Logger logger = LoggerFactory.getLogger(Reencryption.class);

	private static final int BATCH = 200;

	/** Where in a row the columns begin that name it. */
	private static final int FIRST_NAME = 3;

	private final MasterKeyset keyset;

	private final List<EncryptedColumn> columns;

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transactions;

	Reencryption(MasterKeyset keyset, List<EncryptedColumn> columns, JdbcTemplate jdbc,
			TransactionTemplate transactions) {
		this.keyset = keyset;
		this.columns = List.copyOf(columns);
		this.jdbc = jdbc;
		this.transactions = transactions;
	}

	/**
	 * Counts what is still encrypted with other keys than the primary one. It reads the
	 * tables as a whole.
	 * @return the number of values by column
	 */
	public Map<String, Long> outstanding() {
		Map<String, Long> counts = new LinkedHashMap<>();
		for (EncryptedColumn column : this.columns) {
			Long count = this.jdbc.queryForObject(String.format(Locale.ROOT,
					"SELECT COUNT(*) FROM %s WHERE SUBSTRING(%s, 1, 5) <> ?", column.table(), column.column()),
					Long.class, this.keyset.primaryPrefix());
			counts.put(column.name(), (count != null) ? count : 0);
		}
		return counts;
	}

	@Scheduled(fixedDelayString = "#{@reencryptionInterval}", initialDelayString = "#{@reencryptionInterval}")
	void run() {
		if (!this.keyset.isRotating()) {
			return;
		}
		try {
			this.columns.forEach(this::reencrypt);
		}
		catch (DataAccessException | TransactionException ex) {
			logger.warn("Values could not be encrypted with the primary key now: {}", DatabaseFault.of(ex).summary());
		}
	}

	private void reencrypt(EncryptedColumn column) {
		int changed = 0;
		List<Stored> stored = outdated(column, null);
		while (!stored.isEmpty() && !Thread.currentThread().isInterrupted()) {
			changed += replace(column, stored);
			stored = outdated(column, stored.get(stored.size() - 1).key());
		}
		if (changed > 0) {
			logger.info("{} values of {} were encrypted anew with the primary key", changed, column.name());
		}
	}

	private List<Stored> outdated(EncryptedColumn column, @Nullable Object after) {
		String select = String.format(Locale.ROOT,
				"SELECT %s, %s, %s FROM %s WHERE SUBSTRING(%s, 1, 5) <> ?%s ORDER BY %s LIMIT %d", column.key(),
				column.column(), String.join(", ", column.names()), column.table(), column.column(),
				(after != null) ? " AND " + column.key() + " > ?" : "", column.key(), BATCH);
		RowMapper<Stored> mapper = (row, number) -> Stored.read(row, column);
		return (after != null) ? this.jdbc.query(select, mapper, this.keyset.primaryPrefix(), after)
				: this.jdbc.query(select, mapper, this.keyset.primaryPrefix());
	}

	private int replace(EncryptedColumn column, List<Stored> stored) {
		List<Object[]> replacements = new ArrayList<>();
		for (Stored each : stored) {
			try {
				String value = this.keyset.decrypt(each.value(), each.context());
				replacements.add(new Object[] { this.keyset.encrypt(value, each.context()).bytes(), each.key(),
						each.value().bytes() });
			}
			catch (InvalidKeysetException ex) {
				logger.error("{}; the value stays as it is", ex.getMessage());
			}
		}
		// A value that a login has replaced since it was read stays.
		String update = String.format(Locale.ROOT, "UPDATE %s SET %s = ? WHERE %s = ? AND %s = ?", column.table(),
				column.column(), column.key(), column.column());
		int[] counts = this.transactions.execute((status) -> this.jdbc.batchUpdate(update, replacements));
		return Arrays.stream(counts).sum();
	}

	private record Stored(Object key, Ciphertext value, String context) {

		static Stored read(ResultSet row, EncryptedColumn column) throws SQLException {
			List<String> names = new ArrayList<>();
			for (int i = 0; i < column.names().size(); i++) {
				names.add(row.getString(FIRST_NAME + i));
			}
			return new Stored(row.getObject(1), Ciphertext.of(row.getBytes(2)), column.context(names));
		}

	}

}
