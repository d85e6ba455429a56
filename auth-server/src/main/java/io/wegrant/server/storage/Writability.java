package io.wegrant.server.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this node can write to the database. It is tried when a server has refused
 * something, over a connection that is no pool's, and every second until it works; as
 * long as nothing is refused it costs nothing.
 */
final class Writability implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Writability.class);

	private static final Duration PAUSE = Duration.ofSeconds(1);

	private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread created = new Thread(task, "database-writability");
		created.setDaemon(true);
		return created;
	});

	private final AtomicBoolean trying = new AtomicBoolean();

	private volatile @Nullable DataSource connections;

	private volatile @Nullable DatabaseFault fault;

	/**
	 * Says over what is tried.
	 * @param source opens connections
	 */
	void tryOver(DataSource source) {
		this.connections = source;
	}

	/**
	 * Takes note that a server refused something.
	 * @param refusal what it was
	 */
	void refused(DatabaseFault refusal) {
		if (this.connections != null && this.trying.compareAndSet(false, true)) {
			logger.debug("A database server refused something: {}", refusal.summary());
			tryIn(Duration.ZERO);
		}
	}

	/**
	 * Returns why this node cannot write.
	 * @return the last fault, or empty if it can, or nothing speaks against it
	 */
	Optional<DatabaseFault> fault() {
		return Optional.ofNullable(this.fault);
	}

	private void tryIn(Duration pause) {
		try {
			ScheduledFuture<?> unused = this.thread.schedule(this::tryToWrite, pause.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("This node is shutting down");
		}
	}

	private void tryToWrite() {
		try {
			write();
			if (this.fault != null) {
				logger.info("The database can be written to again");
			}
			this.fault = null;
			this.trying.set(false);
		}
		catch (SQLException ex) {
			failed(DatabaseFault.of(ex));
		}
		catch (RuntimeException | Error ex) {
			failed(new DatabaseFault(DatabaseFault.Kind.BUSY, ex.getClass().getSimpleName()));
		}
	}

	private void failed(DatabaseFault why) {
		if (this.fault == null) {
			logger.error("The database cannot be written to: {}", why.summary());
		}
		this.fault = why;
		tryIn(PAUSE);
	}

	private void write() throws SQLException {
		DataSource source = this.connections;
		if (source != null) {
			try (Connection connection = source.getConnection()) {
				NewConnection.write(connection);
			}
		}
	}

	@Override
	public void close() {
		this.thread.shutdownNow();
	}

}
