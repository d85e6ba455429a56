package io.wegrant.server.storage;

import java.io.Serial;
import java.sql.SQLNonTransientConnectionException;

/**
 * Tells a pool not to keep a connection. It comes from no server, and needs no trace.
 */
final class ServerWasLeftException extends SQLNonTransientConnectionException {

	@Serial
	private static final long serialVersionUID = 1L;

	ServerWasLeftException() {
		super("The server of this connection was left", "08003");
	}

	@Override
	public synchronized Throwable fillInStackTrace() {
		return this;
	}

}
