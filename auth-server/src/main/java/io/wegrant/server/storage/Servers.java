package io.wegrant.server.storage;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.zaxxer.hikari.SQLExceptionOverride;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.AbstractDriverBasedDataSource;

import io.wegrant.server.storage.DatabaseFault.Kind;

/**
 * Opens connections for the pools, to the first server of the URL that takes writes, and
 * judges what goes wrong on them. A connection on which the server refused is thrown
 * away. Of several servers the one that refused is left, with all connections to it: for
 * half a minute others come first, and it is taken again once it has written. Connector/J
 * by itself would return to the first server that takes connections, as one does that is
 * read-only or full.
 * <p>
 * Where there is one server, or the URL is of another form, connections are the driver's.
 */
final class Servers extends AbstractDriverBasedDataSource {

	private static final Logger log = LoggerFactory.getLogger(Servers.class);

	static final String MYSQL = "jdbc:mysql:";

	/** Hosts, maybe with ports, without names of users and other settings of one host. */
	private static final Pattern SEVERAL = Pattern.compile(
			"jdbc:mysql://((?:[^/?#@(),\\s\\[]|\\[[0-9a-fA-F:.]+\\])+(?:,(?:[^/?#@(),\\s\\[]|\\[[0-9a-fA-F:.]+\\])+)+)([/?#].*)?");

	/** The server that a thread has used last, since a fault does not name it. */
	private static final ThreadLocal<@Nullable Server> CURRENT = new ThreadLocal<>();

	private final List<Server> servers;

	private final Consumer<DatabaseFault> refusals;

	/**
	 * Reads a URL.
	 * @param url the JDBC URL
	 * @param properties the driver's properties
	 * @param refusals is told of what servers refuse
	 * @param nanoTime what time it is, in nanoseconds
	 */
	Servers(String url, Properties properties, Consumer<DatabaseFault> refusals, LongSupplier nanoTime) {
		this.servers = servers(url, nanoTime);
		setConnectionProperties(properties);
		this.refusals = refusals;
	}

	static List<Server> servers(String url, LongSupplier nanoTime) {
		Matcher several = SEVERAL.matcher(url);
		if (!several.matches()) {
			return List.of(new Server(url, nanoTime));
		}
		String rest = Objects.requireNonNullElse(several.group(2), "");
		return Stream.of(several.group(1).split(","))
			.map(String::strip)
			.map((host) -> new Server("jdbc:mysql://" + host + rest, nanoTime))
			.toList();
	}

	@Override
	public void setLoginTimeout(int seconds) {
		DriverManager.setLoginTimeout(seconds);
	}

	@Override
	protected Connection getConnectionFromDriver(Properties with) throws SQLException {
		Connection spare = null;
		SQLException fault = null;
		for (Server server : inOrder()) {
			try {
				Opened opened = open(server, with);
				if (opened.usable() || this.servers.size() == 1) {
					takeBack(opened, server);
					closeQuietly(spare);
					return watched(opened, server);
				}
				leave(server, "it takes no writes");
				closeQuietly(spare);
				spare = watched(new Opened(opened.connection(), false, server.departures()), server);
			}
			catch (SQLException ex) {
				fault = ex;
				DatabaseFault refusal = DatabaseFault.of(ex);
				// One connection more than a server takes says nothing of the others.
				if (refusal.kind() != Kind.BUSY) {
					this.refusals.accept(refusal);
					leave(server, refusal.summary());
				}
			}
		}
		// It can be read from, at least.
		if (spare != null) {
			return spare;
		}
		throw Objects.requireNonNull(fault);
	}

	private List<Server> inOrder() {
		return Stream
			.concat(this.servers.stream().filter((server) -> !server.isAway()),
					this.servers.stream()
						.filter(Server::isAway)
						.sorted(Comparator.comparingLong(Server::sinceLeft).reversed()))
			.toList();
	}

	private Opened open(Server server, Properties with) throws SQLException {
		int departures = server.departures();
		boolean left = server.wasLeft();
		Connection connection = DriverManager.getConnection(server.url(), with);
		boolean opened = false;
		try {
			boolean usable = !server.url().startsWith(MYSQL) || NewConnection.prepare(connection);
			if (usable && left) {
				NewConnection.write(connection);
			}
			opened = true;
			return new Opened(connection, usable, departures);
		}
		finally {
			if (!opened) {
				closeQuietly(connection);
			}
		}
	}

	private void leave(Server server, String why) {
		if (this.servers.size() > 1 && server.leave()) {
			log.warn("Database server {} is left for others: {}", server.name(), why);
		}
	}

	// The others' connections are of no use to anybody now, those included that could
	// only
	// be read from.
	private void takeBack(Opened opened, Server server) {
		if (server.comeBack(opened.departures())) {
			log.info("Database server {} takes writes again", server.name());
		}
		this.servers.stream().filter((other) -> other != server).forEach(Server::dismiss);
	}

	/**
	 * Returns what judges whether a connection of a pool may be used again after a fault,
	 * and takes note of what the server refused.
	 * @return the judge, for all pools of these connections
	 */
	SQLExceptionOverride judge() {
		return new FaultJudge(this::refused);
	}

	private void refused(DatabaseFault fault) {
		this.refusals.accept(fault);
		Optional.ofNullable(CURRENT.get())
			.filter(this.servers::contains)
			.ifPresent((server) -> leave(server, fault.summary()));
	}

	// Pools clear the warnings of each connection that comes back to them, and ask one
	// that has lain idle whether it is valid.
	private Connection watched(Opened opened, Server server) {
		Connection connection = opened.connection();
		if (this.servers.size() == 1) {
			return connection;
		}
		int departures = opened.departures();
		return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
					CURRENT.set(server);
					boolean gone = server.departures() != departures;
					if (gone && "clearWarnings".equals(method.getName())) {
						throw new ServerWasLeftException();
					}
					if (gone && "isValid".equals(method.getName())) {
						return false;
					}
					return invoke(connection, method, arguments);
				});
	}

	private static @Nullable Object invoke(Connection connection, Method method, @Nullable Object[] arguments)
			throws Throwable {
		try {
			return method.invoke(connection, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private static void closeQuietly(@Nullable Connection connection) {
		try {
			if (connection != null) {
				connection.close();
			}
		}
		catch (SQLException ex) {
			log.debug("A connection that is not used could not be closed");
		}
	}

	private record Opened(Connection connection, boolean usable, int departures) {

	}

}
