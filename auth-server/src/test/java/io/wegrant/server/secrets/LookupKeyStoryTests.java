package io.wegrant.server.secrets;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.Concurrently;
import io.wegrant.server.Database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The look-up key is made once in the life of a database.
 */
@ParameterizedClass
@EnumSource(Database.class)
class LookupKeyStoryTests {

	private static final int NODES = 8;

	private final MasterKeyset keyset = MasterKeyset.parse(MasterKeyset.generate());

	private final List<SingleConnectionDataSource> nodes;

	private final JdbcClient jdbc;

	LookupKeyStoryTests(Database database) {
		Map<String, String> settings = database.create();
		// The connections are there before the race: only the statements compete.
		this.nodes = Stream.generate(() -> connect(settings)).limit(NODES).toList();
		Flyway.configure().dataSource(this.nodes.get(0)).load().migrate();
		this.jdbc = JdbcClient.create(this.nodes.get(0));
	}

	@AfterEach
	void disconnect() {
		this.nodes.forEach(SingleConnectionDataSource::destroy);
	}

	@Test
	@DisplayName("Nodes that start at once on a new database have one key, and so has one that starts later")
	void hashesWhenNodesStartAtOnceThenOneKey() {
		List<String> hashes = Concurrently.run(NODES, (node) -> () -> hash(this.keyset, this.nodes.get(node)));

		assertThat(hashes).containsOnly(hash(this.keyset));
		assertThat(this.jdbc.sql("SELECT COUNT(*) FROM lookup_key").query(Long.class).single()).isOne();
	}

	@Test
	@DisplayName("Another keyset does not replace the key that it cannot read")
	void hashesWhenKeysetIsAnotherThenRefusedAndKeyStays() {
		String before = hash(this.keyset);

		assertThatExceptionOfType(InvalidKeysetException.class)
			.isThrownBy(() -> hash(MasterKeyset.parse(MasterKeyset.generate())))
			.withMessageContaining("does not open");
		assertThat(hash(this.keyset)).isEqualTo(before);
	}

	@Test
	@DisplayName("A database that has lost its key is not given another")
	void hashesWhenKeyIsLostThenRefusedAndNoneIsMade() {
		hash(this.keyset);
		this.jdbc.sql("DELETE FROM lookup_key").update();

		assertThatExceptionOfType(InvalidKeysetException.class).isThrownBy(() -> hash(this.keyset))
			.withMessageContaining("lost");
		assertThat(this.jdbc.sql("SELECT COUNT(*) FROM lookup_key").query(Long.class).single()).isZero();
	}

	private String hash(MasterKeyset given) {
		return hash(given, this.nodes.get(0));
	}

	private static String hash(MasterKeyset given, DataSource node) {
		TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(node));
		return new LookupKey(given, JdbcClient.create(node), transactions, new SecureRandom()).hashes()
			.hash("openid", "wx1", "o1");
	}

	private static SingleConnectionDataSource connect(Map<String, String> settings) {
		SingleConnectionDataSource node = new SingleConnectionDataSource(settings.get("spring.datasource.url"),
				settings.getOrDefault("spring.datasource.username", "sa"),
				settings.getOrDefault("spring.datasource.password", ""), true);
		try {
			node.initConnection();
			return node;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
