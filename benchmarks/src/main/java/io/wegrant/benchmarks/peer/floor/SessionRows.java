package io.wegrant.benchmarks.peer.floor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

/**
 * The table of sessions, with an index by their handles.
 */
final class SessionRows {

	private final DataSource database;

	SessionRows(DataSource database) {
		this.database = database;
		try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute("CREATE TABLE IF NOT EXISTS floor_session (handle CHAR(22) NOT NULL PRIMARY KEY,"
					+ " openid VARCHAR(64) NOT NULL, created_at BIGINT NOT NULL)");
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	void insert(String handle, String openid, long createdAt) throws SQLException {
		try (Connection connection = this.database.getConnection();
				PreparedStatement statement = connection
					.prepareStatement("INSERT INTO floor_session (handle, openid, created_at) VALUES (?, ?, ?)")) {
			statement.setString(1, handle);
			statement.setString(2, openid);
			statement.setLong(3, createdAt);
			statement.executeUpdate();
		}
	}

}
