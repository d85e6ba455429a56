package io.wegrant.server.storage;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A database server that a node may use, and whether the node has left it.
 */
final class Server {

	/** For how long a server is passed over that a node has left. */
	static final Duration AWAY = Duration.ofSeconds(30);

	private static final Pattern HOST = Pattern.compile("^jdbc:mysql://([^/?#@()]+)");

	private final String url;

	private final LongSupplier nanoTime;

	private boolean left;

	private long leftAt;

	private volatile int departures;

	/**
	 * Takes note of a server.
	 * @param url its JDBC URL
	 * @param nanoTime what time it is, in nanoseconds
	 */
	Server(String url, LongSupplier nanoTime) {
		this.url = url;
		this.nanoTime = nanoTime;
	}

	/**
	 * Names the server for the log.
	 * @return its host and port, without names of users
	 */
	String name() {
		Matcher host = HOST.matcher(this.url);
		return host.find() ? host.group(1) : "of the URL";
	}

	String url() {
		return this.url;
	}

	/**
	 * Leaves the server: its connections are thrown away, and others come first.
	 * @return whether it had not been left already
	 */
	synchronized boolean leave() {
		boolean first = !isAway();
		if (first) {
			this.departures++;
		}
		this.left = true;
		this.leftAt = this.nanoTime.getAsLong();
		return first;
	}

	/**
	 * Takes the server for good again, unless it was left again meanwhile.
	 * @param departuresBefore how often it had been left before it was tried
	 * @return whether it had been left, and is taken back
	 */
	synchronized boolean comeBack(int departuresBefore) {
		boolean back = this.left && this.departures == departuresBefore;
		if (back) {
			this.left = false;
		}
		return back;
	}

	/**
	 * Has all connections to the server thrown away if it was left.
	 */
	synchronized void dismiss() {
		if (this.left) {
			this.departures++;
		}
	}

	/**
	 * Tells whether the server was left and did not come back, however long ago.
	 * @return whether it was
	 */
	synchronized boolean wasLeft() {
		return this.left;
	}

	synchronized boolean isAway() {
		return this.left && sinceLeft() < AWAY.toNanos();
	}

	synchronized long sinceLeft() {
		return this.nanoTime.getAsLong() - this.leftAt;
	}

	/**
	 * Counts how often the server was left: a connection of before is not used again.
	 * @return how often
	 */
	int departures() {
		return this.departures;
	}

}
