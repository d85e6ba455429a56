package io.wegrant.server;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * Everything that is logged while it is open, the provider's own lines down to TRACE.
 */
public final class Logs implements AutoCloseable {

	private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

	private final Logger own = (Logger) LoggerFactory.getLogger("io.wegrant.server");

	private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

	private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

		@Override
		protected void append(ILoggingEvent event) {
			Logs.this.lines.add(event.getFormattedMessage());
			for (IThrowableProxy cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
				Logs.this.lines.add(String.valueOf(cause.getMessage()));
			}
		}

	};

	/**
	 * Starts to listen.
	 */
	public Logs() {
		this.appender.start();
		this.root.addAppender(this.appender);
		this.own.setLevel(Level.TRACE);
	}

	/**
	 * Returns what was logged so far.
	 * @return the messages of the lines and of their exceptions
	 */
	public List<String> lines() {
		synchronized (this.lines) {
			return List.copyOf(this.lines);
		}
	}

	@Override
	public void close() {
		this.own.setLevel(null);
		this.root.detachAppender(this.appender);
	}

}
