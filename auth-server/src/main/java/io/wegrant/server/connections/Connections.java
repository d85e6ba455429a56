package io.wegrant.server.connections;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.servlet.ServletConnection;
import org.apache.coyote.AbstractProcessor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * The open connections of the web server. Tomcat tells nothing of those that the other
 * side has closed before it answers, and has no deadline for the whole of a request's
 * headers.
 */
@Component
public final class Connections implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

	/** The connections of later protocols have more than one request at a time. */
	static final String HTTP = "http/1.1";

	private volatile @Nullable Protocol protocol;

	@Override
	public void customize(TomcatServletWebServerFactory factory) {
		factory.setProtocol(Protocol.class.getName());
		factory.addConnectorCustomizers((connector) -> this.protocol = (Protocol) connector.getProtocolHandler());
	}

	/**
	 * Finds closed connections.
	 * @param held tells by its id whether a connection has a request that is held still
	 * @return the ids of those that the other side has closed, or sends more on
	 */
	public Set<String> closed(Predicate<String> held) {
		return all().filter((connection) -> held.test(id(connection)) && isClosed(connection, held))
			.map(Connections::id)
			.collect(Collectors.toSet());
	}

	/**
	 * Names a connection.
	 * @param connection the connection of a request
	 * @return its id, empty if it is not watched
	 */
	public static String idOf(ServletConnection connection) {
		return HTTP.equals(connection.getProtocol()) ? connection.getConnectionId() : "";
	}

	/**
	 * Closes a connection, whatever was still to come on it.
	 * @param id its id
	 */
	void close(String id) {
		all().filter((connection) -> id.equals(id(connection))).findFirst().ifPresent(SocketWrapperBase::close);
	}

	/**
	 * Closes connections on which headers have begun and do not end.
	 * @param deadline how long headers may take
	 * @return how many were closed
	 */
	long closeThoseWithSlowHeaders(Duration deadline) {
		long now = System.nanoTime();
		return all().filter((connection) -> closeIfSlow(connection, now - deadline.toNanos())).count();
	}

	private Stream<SocketWrapperBase<NioChannel>> all() {
		Protocol current = this.protocol;
		return (current != null) ? current.connections() : Stream.empty();
	}

	private static String id(SocketWrapperBase<?> connection) {
		return connection.getServletConnection(HTTP, "").getConnectionId();
	}

	// Tomcat answers a request under the same lock. Once it has, the next one would be
	// read here, and Tomcat would not hear of it.
	private static boolean isClosed(SocketWrapperBase<?> connection, Predicate<String> held) {
		Lock lock = connection.getLock();
		if (!lock.tryLock()) {
			return false;
		}
		try {
			// Who sends more has no part in it: what comes after it could not be seen.
			return held.test(id(connection)) && connection.isReadyForRead();
		}
		catch (IOException ex) {
			return true;
		}
		finally {
			lock.unlock();
		}
	}

	private static boolean closeIfSlow(SocketWrapperBase<?> connection, long begunBeforeNanos) {
		Lock lock = connection.getLock();
		if (!lock.tryLock()) {
			return false;
		}
		try {
			boolean slow = isSlow(connection, begunBeforeNanos);
			if (slow) {
				connection.close();
			}
			return slow;
		}
		finally {
			lock.unlock();
		}
	}

	// A request that is not being worked on and is not held either has yet to come.
	private static boolean isSlow(SocketWrapperBase<?> connection, long begunBeforeNanos) {
		if (!(connection.getCurrentProcessor() instanceof AbstractProcessor processor)) {
			return false;
		}
		long begun = processor.getRequest().getStartTimeNanos();
		return !processor.isAsync() && begun != -1 && begun - begunBeforeNanos < 0;
	}

	/**
	 * HTTP/1.1 as Tomcat speaks it, with its connections in view. Tomcat makes it.
	 */
	public static final class Protocol extends Http11NioProtocol {

		Stream<SocketWrapperBase<NioChannel>> connections() {
			return getEndpoint().getConnections().stream();
		}

	}

}
