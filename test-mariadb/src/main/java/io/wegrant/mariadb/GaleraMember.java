package io.wegrant.mariadb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * One member of a {@link GaleraCluster}: a database server of its own, to which things
 * happen.
 */
public final class GaleraMember {

	private static final Duration LIMIT = Duration.ofMinutes(2);

	private static final long POLL_MILLIS = 50;

	private static final int TAIL = 4_000;

	private static final Pattern POSITION = Pattern.compile("WSREP: Recovered position: *(\\S+)");

	private final int number;

	private final Path folder;

	private final Path data;

	private final Path log;

	private final List<String> command;

	private final int port;

	private @Nullable Process process;

	private boolean frozen;

	private @Nullable Lag lag;

	GaleraMember(int number, Path folder, List<String> command, int port) {
		this.number = number;
		this.folder = folder;
		this.data = folder.resolve("member-" + number);
		this.log = folder.resolve("member-" + number + ".log");
		this.command = command;
		this.port = port;
	}

	/**
	 * Returns where clients find it.
	 * @return host and port, as JDBC URLs name them
	 */
	public String address() {
		return "127.0.0.1:" + this.port;
	}

	/**
	 * Returns the URL for its administrator, whom nothing but a lock keeps from writing.
	 * @return the JDBC URL, without a database
	 */
	public String url() {
		return url("root", "");
	}

	/**
	 * Returns the URL for one of its users.
	 * @param user the user
	 * @param password the user's password
	 * @return the JDBC URL, without a database
	 */
	public String url(String user, String password) {
		return "jdbc:mysql://" + address() + "/?user=" + user + "&password=" + password;
	}

	/**
	 * Ends it at once (SIGKILL): it can finish nothing, and the others are not told.
	 */
	public synchronized void kill() {
		endLag();
		if (this.process != null) {
			this.process.destroyForcibly();
			awaitEnd(this.process);
			this.process = null;
			this.frozen = false;
		}
	}

	/**
	 * Ends it in order (SIGTERM): it takes leave of the others.
	 */
	public synchronized void stop() {
		endLag();
		if (this.process != null) {
			this.process.destroy();
			awaitEnd(this.process);
			this.process = null;
		}
	}

	/**
	 * Starts it again with the data that it left, and does not wait until it has caught
	 * up with the others.
	 */
	public synchronized void restart() {
		launch();
	}

	/**
	 * Has it do nothing from now on (SIGSTOP): its connections stay open, and nothing is
	 * answered.
	 */
	public synchronized void freeze() {
		signal("STOP");
		this.frozen = true;
	}

	/**
	 * Lets a frozen one go on.
	 */
	public synchronized void thaw() {
		signal("CONT");
		this.frozen = false;
	}

	/**
	 * Cuts it off from the other members, not from its clients: it is in the minority and
	 * takes no statements.
	 */
	public void isolate() {
		execute("SET GLOBAL wsrep_provider_options = 'gmcast.isolate=1'");
	}

	/**
	 * Connects it with the others again.
	 */
	public void reconnect() {
		execute("SET GLOBAL wsrep_provider_options = 'gmcast.isolate=0'");
	}

	/**
	 * Makes it refuse writes of all but administrators.
	 */
	public void makeReadOnly() {
		execute("SET GLOBAL read_only = 1");
	}

	/**
	 * Makes it take writes.
	 */
	public void makeWritable() {
		execute("SET GLOBAL read_only = 0");
	}

	/**
	 * Has it lag from now on: for so long at a time it neither applies what the others
	 * have committed nor commits anything itself, then it catches up, and so on. What it
	 * had applied before can be read all the time.
	 * @param time how long it lags at a time
	 * @return the lag, to be closed
	 */
	public synchronized Lag lag(Duration time) {
		Lag begun = new Lag(url(), time);
		this.lag = begun;
		return begun;
	}

	/**
	 * Tells whether it belongs to the cluster and takes statements.
	 * @param size the number of members the cluster has to have
	 * @return whether it does
	 */
	public boolean isSynced(int size) {
		return status("wsrep_local_state_comment").filter("Synced"::equals).isPresent()
				&& status("wsrep_ready").filter("ON"::equals).isPresent()
				&& status("wsrep_cluster_size").filter(Integer.toString(size)::equals).isPresent();
	}

	/**
	 * Counts the connections of a user.
	 * @param user the user
	 * @return the number
	 */
	public int connectionsOf(String user) {
		return query("SELECT COUNT(*) FROM information_schema.processlist WHERE user = '" + user + "'")
			.map(Integer::parseInt)
			.orElse(0);
	}

	/**
	 * Executes a statement as its administrator.
	 * @param sql the statement
	 * @throws IllegalStateException if it cannot be executed
	 */
	public void execute(String sql) {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("Member " + this.number + " refuses " + sql, ex);
		}
	}

	/**
	 * Reads one value as its administrator.
	 * @param sql the query
	 * @return the last column of the first row, or empty if there is no row or the member
	 * does not answer
	 */
	public Optional<String> query(String sql) {
		try (Connection connection = connect();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(sql)) {
			return rows.next() ? Optional.ofNullable(rows.getString(rows.getMetaData().getColumnCount()))
					: Optional.empty();
		}
		catch (SQLException ex) {
			return Optional.empty();
		}
	}

	@Override
	public String toString() {
		return "member " + this.number;
	}

	Path data() {
		return this.data;
	}

	void install(Path program) {
		List<String> options = Stream
			.of(program.toString(), "--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db",
					"--skip-name-resolve", "--datadir=" + this.data, "--innodb-log-file-size=32M")
			.toList();
		run(Stream.concat(options.stream(), this.command.stream().filter((option) -> option.startsWith("--user=")))
			.toList(), this.log);
	}

	void bootstrap() {
		start(List.of("--wsrep-new-cluster"));
		awaitSynced(1);
	}

	void join() {
		try {
			Files.createDirectories(this.data);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start(List.of());
	}

	// Where its data end is in them, but only for the one who asks. From there on the
	// others send it what it has missed, instead of everything.
	private void launch() {
		Path recovery = this.folder.resolve("recovery-" + this.number + "-" + System.nanoTime() + ".log");
		run(Stream.concat(this.command.stream(), Stream.of("--wsrep-recover", "--log-error=" + recovery)).toList(),
				recovery);
		Matcher position = POSITION.matcher(read(recovery));
		start(position.find() ? List.of("--wsrep-start-position=" + position.group(1)) : List.of());
	}

	synchronized void restore() {
		endLag();
		if (this.process == null || !this.process.isAlive()) {
			launch();
			return;
		}
		if (this.frozen) {
			thaw();
		}
		reconnect();
		makeWritable();
	}

	void awaitSynced(int size) {
		await("joins the cluster", () -> isSynced(size));
	}

	private synchronized void start(List<String> options) {
		List<String> all = Stream.concat(this.command.stream(), options.stream()).toList();
		ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(this.log.toFile()));
		builder.environment().merge("PATH", this.folder.toString(), (path, own) -> own + ":" + path);
		try {
			Process started = builder.start();
			guard(started);
			this.process = started;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	// Its standard input ends with this process, however that ends.
	private static void guard(Process started) throws IOException {
		Process guard = new ProcessBuilder("/bin/sh", "-c", "read -r end; kill -KILL \"$0\"",
				Long.toString(started.pid()))
			.start();
		var unused = started.onExit().thenRun(guard::destroy);
	}

	private void signal(String name) {
		Process running = this.process;
		if (running == null) {
			throw new IllegalStateException(this + " does not run");
		}
		run(List.of("/bin/kill", "-" + name, Long.toString(running.pid())), this.log);
	}

	private void endLag() {
		if (this.lag != null) {
			this.lag.close();
			this.lag = null;
		}
	}

	private Optional<String> status(String name) {
		return query("SHOW GLOBAL STATUS LIKE '" + name + "'");
	}

	private Connection connect() throws SQLException {
		return DriverManager.getConnection(url() + "&connectTimeout=2000&socketTimeout=10000");
	}

	private void await(String what, BooleanSupplier condition) {
		long begun = System.nanoTime();
		while (!condition.getAsBoolean()) {
			Process running = this.process;
			if (running == null || !running.isAlive() || System.nanoTime() - begun > LIMIT.toNanos()) {
				throw new IllegalStateException(this + " was to have joined the cluster. " + tail(this.log));
			}
			try {
				Thread.sleep(POLL_MILLIS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException(this + " was waited for until it " + what, ex);
			}
		}
	}

	private static void run(List<String> command, Path log) {
		try {
			Process started = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
				.start();
			awaitEnd(started);
			if (started.exitValue() != 0) {
				throw new IllegalStateException(command + " ended with " + started.exitValue() + ". " + tail(log));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void awaitEnd(Process ending) {
		try {
			if (ending.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
				return;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		ending.destroyForcibly();
		throw new IllegalStateException("A process did not end: " + ending.info());
	}

	private static String tail(Path log) {
		String text = read(log);
		return "Its log ends:\n" + text.substring(Math.max(0, text.length() - TAIL));
	}

	private static String read(Path file) {
		try {
			return Files.readString(file, StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
