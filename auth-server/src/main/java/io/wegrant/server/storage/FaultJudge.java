package io.wegrant.server.storage;

import java.sql.SQLException;
import java.util.function.Consumer;

import com.zaxxer.hikari.SQLExceptionOverride;

import io.wegrant.server.storage.DatabaseFault.Kind;

/**
 * Judges for a pool whether a connection may be used again after a fault: not if its
 * server refused something.
 */
final class FaultJudge implements SQLExceptionOverride {

	private final Consumer<DatabaseFault> refusals;

	/**
	 * Creates a judge.
	 * @param refusals is told of what servers refuse, by the thread that met it
	 */
	FaultJudge(Consumer<DatabaseFault> refusals) {
		this.refusals = refusals;
	}

	// The interface has an enum of the annotation's name.
	@java.lang.Override
	public SQLExceptionOverride.Override adjudicate(SQLException ex) {
		DatabaseFault fault = DatabaseFault.of(ex);
		if (fault.kind() != Kind.REFUSED || ex instanceof ServerWasLeftException) {
			return SQLExceptionOverride.Override.CONTINUE_EVICT;
		}
		this.refusals.accept(fault);
		return SQLExceptionOverride.Override.MUST_EVICT;
	}

}
