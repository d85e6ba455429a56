package io.wegrant.server.notices;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.wegrant.server.accounts.Sub;
import io.wegrant.server.clients.AccountEventType;
import io.wegrant.server.clients.ClientId;

/**
 * The events that services have not taken, to be looked at.
 */
public final class AccountEvents {

	private final AccountEventRows rows;

	AccountEvents(AccountEventRows rows) {
		this.rows = rows;
	}

	/**
	 * Lists events that are still told, those that happened first at the top.
	 * @param limit how many at most
	 * @param offset how many to pass over
	 * @return the events
	 */
	public List<Untaken> waiting(int limit, long offset) {
		return this.rows.findWaiting(limit, offset).stream().map(Untaken::of).toList();
	}

	/**
	 * Lists events that are told no more, those that were given up last at the top.
	 * @param limit how many at most
	 * @param offset how many to pass over
	 * @return the events
	 */
	public List<Untaken> dead(int limit, long offset) {
		return this.rows.findDead(limit, offset).stream().map(Untaken::of).toList();
	}

	/**
	 * An event that a service has not taken.
	 *
	 * @param jti the {@code jti} of its tokens
	 * @param clientId the service
	 * @param sub whose account it is about
	 * @param type what happened
	 * @param occurredAt when it happened
	 * @param attempts how often it was told in vain
	 * @param cause why in vain the last time
	 * @param dueAt when it is told next, if it was told in vain
	 * @param deadAt when it was given up, if it was
	 */
	public record Untaken(String jti, ClientId clientId, Sub sub, AccountEventType type, Instant occurredAt,
			int attempts, Optional<String> cause, Optional<Instant> dueAt, Optional<Instant> deadAt) {

		static Untaken of(AccountEventRow row) {
			return new Untaken(row.jti(), row.clientId(), row.sub(), row.type(), row.occurredAt(), row.attempts(),
					Optional.ofNullable(row.cause()),
					Optional.of(row.dueAt()).filter((time) -> !time.equals(AccountEventRow.AT_ONCE)),
					Optional.ofNullable(row.deadAt()));
		}

	}

}
