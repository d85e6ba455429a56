package io.wegrant.server.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import com.zaxxer.hikari.SQLExceptionOverride;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which of several servers connections are opened to.
 */
class ServersStoryTests {

	private final TwoServers servers = new TwoServers();

	private final AtomicLong time = new AtomicLong();

	private final List<DatabaseFault> refusals = new CopyOnWriteArrayList<>();

	private final Servers connections = servers(this.servers.url());

	@BeforeEach
	void table() throws SQLException {
		for (String url : List.of(this.servers.databaseOf(this.servers.first()).get("spring.datasource.url"),
				this.servers.databaseOf(this.servers.second()).get("spring.datasource.url"))) {
			try (Connection connection = servers(url).getConnection();
					Statement statement = connection.createStatement()) {
				statement.execute("CREATE TABLE write_probe (id INT NOT NULL PRIMARY KEY)");
				statement.execute("CREATE TABLE note (id INT NOT NULL PRIMARY KEY)");
			}
		}
	}

	@Test
	@DisplayName("C08: the first server that takes writes is used; one that was left comes back after half a minute")
	void openWhenFirstIsReadOnlyThenSecondUntilItHasBeenAwayForLong() throws SQLException {
		assertThat(port()).isEqualTo(this.servers.first().port());
		TwoServers.setReadOnly(this.servers.first(), true);
		assertThat(port()).isEqualTo(this.servers.second().port());
		TwoServers.setReadOnly(this.servers.first(), false);
		assertThat(port()).isEqualTo(this.servers.second().port());

		this.time.addAndGet(Server.AWAY.toNanos());

		assertThat(port()).isEqualTo(this.servers.first().port());
	}

	@Test
	@DisplayName("C08: a server that refuses a write is left, with the connections to it that are in use elsewhere")
	void judgeWhenServerRefusesThenItsConnectionsAreNotUsedAgain() throws SQLException {
		try (Connection other = this.connections.getConnection(); Connection used = this.connections.getConnection()) {
			other.clearWarnings();
			TwoServers.setReadOnly(this.servers.first(), true);
			try (PreparedStatement statement = used.prepareStatement("INSERT INTO note (id) VALUES (1)")) {
				assertThatExceptionOfType(SQLException.class).isThrownBy(statement::executeUpdate)
					.satisfies((ex) -> assertThat(this.connections.judge().adjudicate(ex))
						.isEqualTo(SQLExceptionOverride.Override.MUST_EVICT));
			}

			assertThat(other.isValid(1)).isFalse();
			assertThatExceptionOfType(SQLException.class).isThrownBy(other::clearWarnings)
				.satisfies((ex) -> assertThat(ex.getSQLState()).startsWith("08"));
			assertThat(this.refusals).extracting(DatabaseFault::summary)
				.singleElement()
				.asString()
				.endsWith("code 1290");
		}
		assertThat(port()).isEqualTo(this.servers.second().port());
	}

	@Test
	@DisplayName("C02: a fault that says nothing of the server leaves it")
	void judgeWhenTransactionIsUndoneThenServerIsKept() throws SQLException {
		try (Connection connection = this.connections.getConnection()) {
			assertThat(this.connections.judge().adjudicate(new SQLException("deadlock", "40001", 1213)))
				.isEqualTo(SQLExceptionOverride.Override.CONTINUE_EVICT);
			assertThat(connection.isValid(1)).isTrue();
		}
		assertThat(this.refusals).isEmpty();
		assertThat(port()).isEqualTo(this.servers.first().port());
	}

	@Test
	@DisplayName("C08: a server that is not there is passed over, and told of")
	void openWhenFirstIsNotThereThenSecond() throws SQLException {
		Servers withAbsent = servers(this.servers.url().replaceFirst("127.0.0.1:\\d+", "127.0.0.1:1"));

		assertThat(port(withAbsent)).isEqualTo(this.servers.second().port());
		assertThat(this.refusals).extracting(DatabaseFault::kind).containsExactly(DatabaseFault.Kind.REFUSED);
	}

	@Test
	@DisplayName("C08: where no server takes writes, one is read from")
	void openWhenAllAreReadOnlyThenOneIsReadFrom() throws SQLException {
		TwoServers.setReadOnly(this.servers.first(), true);
		TwoServers.setReadOnly(this.servers.second(), true);

		for (int i = 0; i < 2; i++) {
			try (Connection connection = this.connections.getConnection();
					Statement statement = connection.createStatement();
					ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM note")) {
				assertThat(rows.next()).isTrue();
				connection.clearWarnings();
			}
		}
		TwoServers.setReadOnly(this.servers.second(), false);
		assertThat(port()).isEqualTo(this.servers.second().port());
	}

	@Test
	@DisplayName("C08: a connection that could only be read from is thrown away once another server takes writes")
	void openWhenAnotherTakesWritesAgainThenSpareIsNotUsedAgain() throws SQLException {
		TwoServers.setReadOnly(this.servers.first(), true);
		TwoServers.setReadOnly(this.servers.second(), true);
		try (Connection spare = this.connections.getConnection()) {
			assertThat(spare.isValid(1)).isTrue();
			boolean first = portOf(spare) == this.servers.first().port();
			TwoServers.setReadOnly(first ? this.servers.second() : this.servers.first(), false);

			assertThat(port()).isNotEqualTo(portOf(spare));

			assertThat(spare.isValid(1)).isFalse();
		}
	}

	@Test
	@DisplayName("C08: a server that is left while it is tried stays left")
	void comeBackWhenLeftMeanwhileThenStaysLeft() {
		Server server = new Server("jdbc:mysql://db1:3306/wegrant", this.time::get);
		int before = server.departures();
		assertThat(server.leave()).isTrue();

		assertThat(server.comeBack(before)).isFalse();
		assertThat(server.wasLeft()).isTrue();
		assertThat(server.comeBack(server.departures())).isTrue();
		assertThat(server.wasLeft()).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			jdbc:mysql://db1:3306,db2/wegrant?a=b | 2
			jdbc:mysql://[::1]:3306,[fe80::2]:3307/wegrant | 2
			jdbc:mysql://db1/wegrant | 1
			jdbc:mysql://db1,,db2/wegrant | 1
			jdbc:mysql://[db1,db2]/wegrant | 1
			jdbc:mysql://user@db1,db2/wegrant | 1
			jdbc:mysql://address=(host=db1),db2/wegrant | 1
			jdbc:mysql:loadbalance://db1,db2/wegrant | 1
			jdbc:h2:mem:a,b | 1
			""")
	void readWhenUrlNamesSeveralHostsThenThoseOfPlainFormsAreWalked(String url, int servers) {
		assertThat(Servers.servers(url, this.time::get)).hasSize(servers);
	}

	@Test
	void openWhenThereIsOneServerThenItsConnectionsAreTheDriversEvenIfReadOnly() throws SQLException {
		TwoServers.setReadOnly(this.servers.first(), true);
		Servers one = servers(this.servers.databaseOf(this.servers.first()).get("spring.datasource.url"));

		try (Connection connection = one.getConnection()) {
			assertThat(connection.getClass().getName()).startsWith("com.mysql.cj.");
		}
	}

	private int port() throws SQLException {
		return port(this.connections);
	}

	private static int port(Servers from) throws SQLException {
		try (Connection connection = from.getConnection()) {
			return portOf(connection);
		}
	}

	private static int portOf(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("SELECT @@port")) {
			rows.next();
			return rows.getInt(1);
		}
	}

	private Servers servers(String url) {
		Properties properties = new Properties();
		properties.setProperty("user", TwoServers.USER);
		properties.setProperty("password", TwoServers.PASSWORD);
		properties.setProperty("connectTimeout", Long.toString(Duration.ofSeconds(2).toMillis()));
		return new Servers(url, properties, this.refusals::add, this.time::get);
	}

}
