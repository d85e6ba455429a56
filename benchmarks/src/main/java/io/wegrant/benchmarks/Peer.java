package io.wegrant.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.wegrant.benchmarks.figures.Footprint;
import io.wegrant.benchmarks.load.Dialect;
import io.wegrant.benchmarks.load.Order.Target;

/**
 * One of those that are compared, as a process.
 */
final class Peer {

	private final String name;

	private final Dialect dialect;

	private final Server server;

	private final List<String> command;

	private final List<Path> jars;

	private final List<Double> startUps = new ArrayList<>();

	private double idleMebibytes;

	/**
	 * Prepares a peer.
	 * @param name its name
	 * @param dialect how it wants to be asked
	 * @param server the process it will be
	 * @param jars what it consists of
	 * @param command its command line
	 */
	Peer(String name, Dialect dialect, Server server, List<Path> jars, List<String> command) {
		this.name = name;
		this.dialect = dialect;
		this.server = server;
		this.jars = jars;
		this.command = command;
	}

	static Server server(String name, Workspace workspace, String path) {
		return new Server(name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-"), workspace, Server.freePort(), path);
	}

	String name() {
		return this.name;
	}

	/**
	 * Starts it without counting it: it makes its tables, and the system reads its files.
	 * @param arguments what it is told this time only
	 */
	void startFirst(String... arguments) {
		this.server.start(Stream.concat(this.command.stream(), Stream.of(arguments)).toList());
	}

	void start() {
		this.startUps.add(this.server.start(this.command));
		this.idleMebibytes = this.server.residentMebibytes();
	}

	void stop() {
		this.server.stop();
	}

	int port() {
		return this.server.port();
	}

	/**
	 * Describes it to the load generator.
	 * @param supplier where requests get what they need
	 * @param others the processes that work for it
	 * @return the target
	 */
	Target target(int supplier, List<Long> others) {
		return new Target(this.name, this.dialect, port(), supplier,
				Stream.concat(Stream.of(this.server.pid()), others.stream()).toList());
	}

	/**
	 * Returns what lives in its heap.
	 * @return the bytes in use after a full collection
	 */
	long heapBytes() {
		return this.server.heapBytes();
	}

	/**
	 * Returns how long its last counted start took.
	 * @return the seconds from the start of the process to the first answer
	 */
	double startUpSeconds() {
		return this.startUps.get(this.startUps.size() - 1);
	}

	Footprint footprint() {
		return new Footprint(this.name, this.startUps, this.idleMebibytes, this.server.residentMebibytes(),
				Installation.mebibytes(this.jars));
	}

}
