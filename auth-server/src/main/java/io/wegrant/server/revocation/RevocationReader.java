package io.wegrant.server.revocation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.revocation.RevocationEntry.Digest;
import io.wegrant.server.revocation.RevocationRows.LaneRow;

/**
 * Reads the feed over a connection of its own: requests that use up the node's others
 * must not hold up what services learn.
 */
final class RevocationReader implements AutoCloseable {

	private final HikariDataSource connection;

	private final JdbcClient jdbc;

	private final TransactionTemplate transactions;

	RevocationReader(DataSource requests) {
		this.connection = new HikariDataSource(configuration(requests));
		this.jdbc = JdbcClient.create(this.connection);
		this.transactions = new TransactionTemplate(new JdbcTransactionManager(this.connection));
	}

	/**
	 * Reads several things over one connection: behind a balancer of database nodes the
	 * entries may not be everywhere yet where their numbers are.
	 * @param reading what reads
	 */
	void inTransaction(Runnable reading) {
		this.transactions.executeWithoutResult((status) -> reading.run());
	}

	/**
	 * Reads how far the lanes are.
	 * @return the number of the newest entry of each lane
	 */
	Map<Long, Long> lanes() {
		return this.jdbc.sql("SELECT lane, last_seq FROM revocation_lane")
			.query((row, number) -> new LaneRow(row.getLong("lane"), row.getLong("last_seq")))
			.list()
			.stream()
			.collect(Collectors.toMap(LaneRow::lane, LaneRow::lastSeq));
	}

	/**
	 * Reads entries of a lane in their order.
	 * @param lane the lane
	 * @param after the number after which they begin
	 * @param limit how many at most
	 * @return the entries
	 */
	List<RevocationEntry> findAfter(long lane, long after, int limit) {
		return this.jdbc.sql("""
				SELECT lane, seq, type, digest, lowest_epoch, expires_at FROM revocation
				WHERE lane = :lane AND seq > :after ORDER BY seq LIMIT :limit""")
			.param("lane", lane)
			.param("after", after)
			.param("limit", limit)
			.query(RevocationReader::revocation)
			.list();
	}

	@Override
	public void close() {
		this.connection.close();
	}

	private static RevocationEntry revocation(ResultSet row, int number) throws SQLException {
		return new RevocationEntry(row.getLong("lane"), row.getLong("seq"),
				row.getString("type").toLowerCase(Locale.ROOT), new Digest(row.getString("digest")),
				row.getObject("lowest_epoch", Long.class), row.getLong("expires_at"));
	}

	private static HikariConfig configuration(DataSource requests) {
		try {
			HikariConfig configuration = new HikariConfig();
			requests.unwrap(HikariDataSource.class).copyStateTo(configuration);
			configuration.setPoolName("revocations");
			configuration.setMaximumPoolSize(1);
			configuration.setMinimumIdle(1);
			// Each read is a transaction: no round trips to begin and end one.
			configuration.setAutoCommit(false);
			return configuration;
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The data source is not a HikariDataSource", ex);
		}
	}

}
