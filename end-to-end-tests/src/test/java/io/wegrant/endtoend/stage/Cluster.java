package io.wegrant.endtoend.stage;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.wegrant.mariadb.Ports;

/**
 * The applications as an operator runs them: two nodes of the provider on one MySQL
 * behind one address, and three services, each with a wire of its own to the nodes.
 */
public final class Cluster implements AutoCloseable {

	private final AtomicInteger newcomers = new AtomicInteger();

	private final Path folder = Folders.create("cluster-");

	private final Secrets secrets = new Secrets();

	private final Simulator wechat = new Simulator(this.folder, this.secrets);

	private final MysqlServer mysql = new MysqlServer();

	private final MysqlServer.Database database = this.mysql.createDatabase();

	private final URI issuer;

	private final List<Provider> nodes;

	private final List<Wire> wires = new ArrayList<>();

	private final List<DemoService> services = new ArrayList<>();

	private final List<JavaProcess> others = new ArrayList<>();

	Cluster() {
		this(3, List.of(), List.of());
	}

	private Cluster(int services, List<String> nodeSettings, List<String> serviceSettings) {
		int port = Ports.free();
		this.issuer = URI.create("http://localhost:" + port);
		this.nodes = IntStream.rangeClosed(1, 2)
			.mapToObj((i) -> Provider.node("auth-server-" + i, this.issuer, settings(nodeSettings), this.folder,
					this.wechat, this.secrets))
			.toList();
		wire(port);
		IntStream.rangeClosed(1, services)
			.forEach((i) -> this.services.add(service("resource-server-demo-" + i, serviceSettings)));
	}

	/**
	 * Starts a cluster for one story, which closes it.
	 * @param services how many services
	 * @param nodeSettings further settings of the nodes
	 * @param serviceSettings further settings of the services
	 * @return the cluster, ready
	 */
	public static Cluster start(int services, List<String> nodeSettings, List<String> serviceSettings) {
		Cluster cluster = new Cluster(services, nodeSettings, serviceSettings);
		cluster.restore();
		return cluster;
	}

	public URI issuer() {
		return this.issuer;
	}

	public Simulator wechat() {
		return this.wechat;
	}

	public List<Provider> nodes() {
		return this.nodes;
	}

	public List<DemoService> services() {
		return this.services;
	}

	public MysqlServer mysql() {
		return this.mysql;
	}

	public MysqlServer.Database database() {
		return this.database;
	}

	public Secrets secrets() {
		return this.secrets;
	}

	/**
	 * Returns a mini-program that speaks to one of the nodes.
	 * @param node the number of the node; nodes take turns
	 * @return the mini-program
	 */
	public MiniProgram miniProgram(int node) {
		return miniProgram(this.nodes.get(Math.floorMod(node, this.nodes.size())));
	}

	public MiniProgram miniProgram(Provider node) {
		return new MiniProgram("wx1234567890abcdef", this.wechat, node);
	}

	/**
	 * Returns somebody who never logged in before.
	 * @return the name
	 */
	public String newcomer() {
		return "newcomer-" + this.newcomers.incrementAndGet();
	}

	/**
	 * Starts a further service for one story, which ends it.
	 * @param name a name for its log
	 * @param settings its command line
	 * @return the service, launched and not yet ready
	 */
	public DemoService anotherService(String name, List<String> settings) {
		DemoService service = service(name, settings);
		this.others.add(service.process());
		service.process().launch();
		return service;
	}

	/**
	 * Starts a further provider for one story, with a database of its own.
	 * @param name a name for its log
	 * @param database its database
	 * @return the provider, launched and not yet ready
	 */
	public Provider anotherProvider(String name, MysqlServer.Database database) {
		Provider provider = Provider.node(name, this.issuer, database.settings(), this.folder, this.wechat,
				this.secrets);
		this.others.add(provider.process());
		provider.process().launch();
		return provider;
	}

	/**
	 * Reads all that the applications have logged.
	 * @return the logs by file name
	 */
	public Map<String, String> logs() {
		return Folders.logs(this.folder);
	}

	void restore() {
		this.services.forEach(DemoService::reconnect);
		this.others.forEach(JavaProcess::kill);
		this.others.clear();
		// The first node makes the keyset and the tables that the second one finds.
		List<JavaProcess> missing = processes().filter((process) -> !process.isRunning()).toList();
		start(missing.stream().filter(first()::contains).toList());
		start(missing.stream().filter((process) -> !first().contains(process)).toList());
	}

	private List<JavaProcess> first() {
		return List.of(this.wechat.process(), this.nodes.get(0).process());
	}

	private static void start(List<JavaProcess> processes) {
		processes.forEach(JavaProcess::launch);
		processes.forEach(JavaProcess::awaitReady);
	}

	@Override
	public void close() {
		this.others.forEach(JavaProcess::kill);
		processes().forEach(JavaProcess::kill);
		this.wires.forEach(Wire::close);
	}

	private List<String> settings(List<String> further) {
		return Stream.concat(this.database.settings().stream(), further.stream()).toList();
	}

	private DemoService service(String name, List<String> settings) {
		return DemoService.behind(name, this.issuer, wire(Ports.free()), settings, this.folder);
	}

	private Wire wire(int port) {
		Wire wire = new Wire(port, this.nodes.stream().map(Provider::port).toList());
		this.wires.add(wire);
		return wire;
	}

	private Stream<JavaProcess> processes() {
		return Stream
			.of(Stream.of(this.wechat.process()), this.nodes.stream().map(Provider::process),
					this.services.stream().map(DemoService::process))
			.flatMap((each) -> each);
	}

}
