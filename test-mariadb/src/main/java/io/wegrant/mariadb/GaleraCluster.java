package io.wegrant.mariadb;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.springframework.util.FileSystemUtils;

/**
 * A Galera cluster of this process, with which it ends: members from Debian's packages
 * {@code mariadb-server} and {@code galera-4}, each of which takes writes. Its data are
 * in memory where there is room, and no member waits for a disk: what was acknowledged is
 * safe with the others.
 */
public final class GaleraCluster implements AutoCloseable {

	/** The password of every user that {@link #createUser} makes. */
	public static final String PASSWORD = "unused";

	private static final String PREFIX = "wegrant-galera-";

	private static final Path PROVIDER = Path.of("/usr/lib/galera/libgalera_smm.so");

	/** What MariaDB calls for the method {@code copy}. */
	private static final String TRANSFER = "wsrep_sst_copy";

	private static final List<Path> FOLDERS = List.of(Path.of("/usr/sbin"), Path.of("/usr/bin"));

	private static final int PORTS_OF_A_MEMBER = 3;

	/**
	 * How long the others wait for one that is silent, and commit nothing. By default it
	 * is 5 s.
	 */
	private static final String SUSPICION = "evs.keepalive_period=PT0.5S;evs.suspect_timeout=PT2S";

	private final Path folder;

	private final List<GaleraMember> members;

	private GaleraCluster(Path folder, int size) {
		this.folder = folder;
		List<Integer> ports = Stream.generate(Ports::free).limit((long) size * PORTS_OF_A_MEMBER).toList();
		String address = IntStream.range(0, size)
			.mapToObj((i) -> "127.0.0.1:" + ports.get(i * PORTS_OF_A_MEMBER + 1))
			.collect(Collectors.joining(",", "gcomm://", ""));
		this.members = IntStream.range(0, size)
			.mapToObj((i) -> new GaleraMember(i + 1, folder,
					command(i + 1, address, ports.subList(i * PORTS_OF_A_MEMBER, (i + 1) * PORTS_OF_A_MEMBER)),
					ports.get(i * PORTS_OF_A_MEMBER)))
			.toList();
	}

	/**
	 * Starts a cluster.
	 * @param size the number of its members
	 * @return the cluster, of which each member takes statements
	 * @throws IllegalStateException if the packages are not installed, or a member does
	 * not start; the message says which, or has the end of its log
	 */
	public static GaleraCluster start(int size) {
		requirePackages();
		try {
			GaleraCluster cluster = new GaleraCluster(MariaDb.inMemory(PREFIX), size);
			Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
			cluster.begin();
			return cluster;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns its members, whether they run or not.
	 * @return the members, always in the same order
	 */
	public List<GaleraMember> members() {
		return this.members;
	}

	/**
	 * Makes a user who may do everything in databases whose names begin with
	 * {@code wegrant_}, and nothing that only administrators may: where a member is
	 * read-only, the user cannot write.
	 * @param name the name; the password is {@value #PASSWORD}
	 */
	public void createUser(String name) {
		GaleraMember member = this.members.get(0);
		member.execute("CREATE USER '" + name + "'@'%' IDENTIFIED BY '" + PASSWORD + "'");
		member.execute("GRANT ALL ON `wegrant\\_%`.* TO '" + name + "'@'%'");
	}

	/**
	 * Puts right whatever was done to the members, and waits until all of them are one
	 * cluster again.
	 */
	public void restore() {
		this.members.forEach(GaleraMember::restore);
		this.members.forEach((member) -> member.awaitSynced(this.members.size()));
	}

	@Override
	public synchronized void close() {
		this.members.forEach(GaleraMember::kill);
		try {
			FileSystemUtils.deleteRecursively(this.folder);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	// The first one alone is the cluster, which the others join without any data.
	private void begin() throws IOException {
		copyTransfer();
		GaleraMember first = this.members.get(0);
		first.install(program("mariadb-install-db"));
		first.bootstrap();
		for (int i = 1; i < this.members.size(); i++) {
			this.members.get(i).join();
			this.members.get(i).awaitSynced(i + 1);
		}
	}

	private void copyTransfer() throws IOException {
		Path program = this.folder.resolve(TRANSFER);
		try (InputStream content = Objects.requireNonNull(GaleraCluster.class.getResourceAsStream(TRANSFER))) {
			Files.copy(content, program);
		}
		Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
	}

	private List<String> command(int number, String address, List<Integer> ports) {
		Path data = this.folder.resolve("member-" + number);
		List<String> command = new ArrayList<>(List.of(program("mariadbd").toString(), "--no-defaults",
				"--datadir=" + data, "--port=" + ports.get(0), "--bind-address=127.0.0.1",
				"--socket=" + this.folder.resolve(number + ".sock"),
				"--pid-file=" + this.folder.resolve(number + ".pid"), "--skip-name-resolve", "--skip-log-bin",
				"--binlog-format=ROW", "--default-storage-engine=InnoDB", "--innodb-autoinc-lock-mode=2",
				"--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0", "--innodb-buffer-pool-size=128M",
				"--innodb-log-file-size=32M", "--performance-schema=OFF", "--max-connections=300", "--wsrep-on=ON",
				"--wsrep-provider=" + PROVIDER, "--wsrep-cluster-name=wegrant", "--wsrep-cluster-address=" + address,
				"--wsrep-node-name=member-" + number, "--wsrep-node-address=127.0.0.1", "--wsrep-sst-method=copy",
				"--wsrep-slave-threads=4", "--wsrep-provider-options=gmcast.listen_addr=tcp://127.0.0.1:" + ports.get(1)
						+ ";ist.recv_addr=127.0.0.1:" + ports.get(2) + ";gcache.size=64M;" + SUSPICION));
		if ("root".equals(System.getProperty("user.name"))) {
			command.add("--user=root");
		}
		return command;
	}

	private static void requirePackages() {
		Stream<Path> needed = Stream.concat(Stream.of("mariadbd", "mariadb-install-db").map(GaleraCluster::program),
				Stream.of(PROVIDER));
		List<Path> missing = needed.filter(Files::notExists).toList();
		if (!missing.isEmpty()) {
			throw new IllegalStateException(
					"A Galera cluster needs " + missing + ", from Debian's packages mariadb-server and galera-4:"
							+ " apt-get install --no-install-recommends mariadb-server galera-4");
		}
	}

	private static Path program(String name) {
		return FOLDERS.stream()
			.map((parent) -> parent.resolve(name))
			.filter(Files::exists)
			.findFirst()
			.orElse(FOLDERS.get(0).resolve(name));
	}

}
