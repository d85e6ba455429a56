package io.wegrant.benchmarks;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.wegrant.benchmarks.Database.Kind;
import io.wegrant.benchmarks.Database.Schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RowCopiesTests {

	private final Schema schema = new Schema(Kind.H2, "copies", "jdbc:h2:mem:copies;DB_CLOSE_DELAY=-1", "sa", "");

	private final RowCopies copies = new RowCopies(this.schema);

	@Test
	void addWhenColumnsAreChangedThenCopiesTheOthers() throws SQLException {
		try (Connection connection = this.schema.connect(); Statement statement = connection.createStatement()) {
			statement
				.execute("CREATE TABLE token (id BIGINT PRIMARY KEY, handle VARBINARY(16) UNIQUE, scope VARCHAR(20))");
			statement.execute("INSERT INTO token VALUES (1, X'30313233343536373839616263646566', 'profile')");
			this.copies.add("token", 700, Map.of("id", this.copies.id(), "handle", this.copies.random()));
			ResultSet row = statement.executeQuery("SELECT COUNT(*), COUNT(DISTINCT handle), MIN(OCTET_LENGTH(handle)),"
					+ " COUNT(DISTINCT scope), MAX(id) FROM token");
			assertThat(row.next()).isTrue();
			assertThat(row.getInt(1)).isEqualTo(701);
			assertThat(row.getInt(2)).isEqualTo(701);
			assertThat(row.getInt(3)).isEqualTo(16);
			assertThat(row.getInt(4)).isEqualTo(1);
			assertThat(row.getLong(5)).isEqualTo(1_000_699);
			assertThatIllegalArgumentException()
				.isThrownBy(() -> this.copies.add("token", 1, Map.of("absent", this.copies.id())));
		}
	}

	@Test
	void addWhenH2ThenTextsAscendOverAllThereAre() throws SQLException {
		try (Connection connection = this.schema.connect(); Statement statement = connection.createStatement()) {
			statement.execute("CREATE TABLE ascending (handle VARCHAR(22))");
			statement.execute("INSERT INTO ascending VALUES ('VxbCzmbkGI2A7NkPrYg_0w')");
			this.copies.add("ascending", 300, Map.of("handle", this.copies.random()));
			List<String> handles = new ArrayList<>();
			ResultSet rows = statement.executeQuery("SELECT handle FROM ascending ORDER BY _rowid_ OFFSET 1");
			while (rows.next()) {
				handles.add(rows.getString(1));
			}
			assertThat(handles).hasSize(300).isSorted();
			assertThat(handles.get(0)).startsWith("----");
			assertThat(handles.get(150)).startsWith("V");
			assertThat(handles.get(299)).startsWith("z");
		}
	}

}
