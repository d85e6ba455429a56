package io.wegrant.endtoend.stage;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.wegrant.mariadb.GaleraCluster;
import io.wegrant.mariadb.GaleraMember;
import io.wegrant.mariadb.Ports;

/**
 * Three nodes of the provider on three members of a Galera cluster. The URL of each node
 * names a member of its own first, and then the others.
 */
public final class GaleraStage implements AutoCloseable {

	public static final int SIZE = 3;

	private static final Duration LIMIT = Duration.ofMinutes(2);

	private final AtomicInteger newcomers = new AtomicInteger();

	private final Path folder = Folders.create("galera-");

	private final Secrets secrets = new Secrets();

	private final Simulator wechat = new Simulator(this.folder, this.secrets);

	private final GaleraCluster galera = GaleraCluster.start(SIZE);

	private final URI issuer = URI.create("http://localhost:" + Ports.free());

	private final MysqlServer.Database database;

	private final List<Provider> nodes;

	private final Provider bound;

	GaleraStage() {
		IntStream.rangeClosed(0, SIZE).forEach((i) -> this.galera.createUser(user(i)));
		this.database = createDatabase();
		this.nodes = IntStream.range(0, SIZE)
			.mapToObj((i) -> node("auth-server-" + (i + 1), i, membersFrom(i), this.database))
			.toList();
		this.bound = node("auth-server-bound", SIZE, this.galera.members().subList(0, 1), this.database);
	}

	public Simulator wechat() {
		return this.wechat;
	}

	public List<Provider> nodes() {
		return this.nodes;
	}

	public Provider node(int number) {
		return this.nodes.get(Math.floorMod(number, SIZE));
	}

	public List<GaleraMember> members() {
		return this.galera.members();
	}

	public GaleraCluster galera() {
		return this.galera;
	}

	/**
	 * Returns the database of the nodes, as the first member has it.
	 * @return the database
	 */
	public MysqlServer.Database database() {
		return this.database;
	}

	/**
	 * Creates an empty database, on all members.
	 * @return the database
	 */
	public MysqlServer.Database createDatabase() {
		return new MysqlServer(this.galera.members().get(0).url(user(0), GaleraCluster.PASSWORD)).createDatabase();
	}

	/**
	 * Returns a mini-program that speaks to one of the nodes.
	 * @param node the number of the node; nodes take turns
	 * @return the mini-program
	 */
	public MiniProgram miniProgram(int node) {
		return miniProgram(node(node));
	}

	public MiniProgram miniProgram(Provider node) {
		return new MiniProgram("wx1234567890abcdef", this.wechat, node);
	}

	/**
	 * Returns the other mini-program of the same Open Platform account.
	 * @param node the number of the node; nodes take turns
	 * @return the mini-program
	 */
	public MiniProgram sisterMiniProgram(int node) {
		return new MiniProgram("wxfedcba0987654321", this.wechat, node(node));
	}

	/**
	 * Returns somebody who never logged in before.
	 * @return the name
	 */
	public String newcomer() {
		return "newcomer-" + this.newcomers.incrementAndGet();
	}

	/**
	 * Prepares further nodes on another database, each on the member of its number.
	 * @param name a name for their logs
	 * @param other the database
	 * @return the nodes, not started, which the caller ends
	 */
	public List<Provider> nodesOn(String name, MysqlServer.Database other) {
		return IntStream.range(0, SIZE).mapToObj((i) -> node(name + "-" + (i + 1), i, membersFrom(i), other)).toList();
	}

	/**
	 * Prepares the step that makes the tables before any node starts.
	 * @param name a name for its log
	 * @param other the database
	 * @return the process, not started, which ends by itself
	 */
	public JavaProcess migration(String name, MysqlServer.Database other) {
		List<String> arguments = new ArrayList<>(List.of("migrate"));
		arguments.addAll(Provider.arguments(Ports.free(), Ports.free(), this.issuer, settings(0, membersFrom(0), other),
				this.folder, this.wechat));
		return new JavaProcess(name, Jar.PROVIDER, this.folder, arguments, () -> false);
	}

	/**
	 * Returns a further node, whose URL names the first member and no other. It is
	 * started when it is asked for, and goes on until the end.
	 * @return the node, ready
	 */
	public Provider nodeOnFirstMemberOnly() {
		if (!this.bound.process().isRunning()) {
			this.bound.process().start();
		}
		return this.bound;
	}

	/**
	 * Counts the connections by which a node holds a member.
	 * @param node the number of the node
	 * @param member the number of the member
	 * @return the number of connections, 0 if the member does not answer
	 */
	public int connections(int node, int member) {
		return this.galera.members().get(member).connectionsOf(user(node));
	}

	/**
	 * Reads all that the applications have logged.
	 * @return the logs by file name
	 */
	public Map<String, String> logs() {
		return Folders.logs(this.folder);
	}

	/**
	 * Puts the members right, and has each node on its own member.
	 */
	void restore() {
		this.galera.restore();
		if (!this.wechat.process().isRunning()) {
			this.wechat.process().start();
		}
		// The first node makes the keyset and the tables that the others find.
		for (int i = 0; i < SIZE; i++) {
			JavaProcess process = this.nodes.get(i).process();
			if (process.isRunning() && isElsewhere(i)) {
				process.kill();
			}
			if (!process.isRunning()) {
				process.launch();
				if (i == 0) {
					process.awaitReady();
				}
			}
		}
		this.nodes.forEach((node) -> node.process().awaitReady());
	}

	@Override
	public void close() {
		this.bound.process().kill();
		this.nodes.forEach((node) -> node.process().kill());
		this.wechat.process().kill();
		this.galera.close();
	}

	private boolean isElsewhere(int node) {
		return IntStream.range(0, SIZE).anyMatch((member) -> member != node && connections(node, member) > 0);
	}

	private List<GaleraMember> membersFrom(int first) {
		return IntStream.range(first, first + SIZE).mapToObj((i) -> this.galera.members().get(i % SIZE)).toList();
	}

	private Provider node(String name, int user, List<GaleraMember> members, MysqlServer.Database of) {
		return Provider.node(name, this.issuer, settings(user, members, of), this.folder, this.wechat, this.secrets);
	}

	private static List<String> settings(int user, List<GaleraMember> members, MysqlServer.Database of) {
		String hosts = members.stream().map(GaleraMember::address).collect(Collectors.joining(","));
		return List.of("--spring.profiles.active=dev,mysql",
				"--spring.datasource.url=jdbc:mysql://" + hosts + "/" + of.name(),
				"--spring.datasource.username=" + user(user), "--spring.datasource.password=" + GaleraCluster.PASSWORD,
				"--spring.datasource.hikari.initialization-fail-timeout=" + LIMIT.toMillis(),
				// A new connection prepares each statement anew: what the cluster undoes
				// just then counts, too.
				"--spring.datasource.hikari.max-lifetime=30000");
	}

	private static String user(int node) {
		return "node" + (node + 1);
	}

}
