package io.wegrant.server.notices;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

import io.wegrant.server.accounts.Roles;
import io.wegrant.server.accounts.Sub;
import io.wegrant.server.clients.AccountEventType;
import io.wegrant.server.clients.ClientId;

/**
 * An event that a service has not taken yet.
 *
 * @param jti tells a repetition from another event
 * @param clientId who is to hear of it
 * @param sub whose account it is about
 * @param revision the user's revision after the change
 * @param type what happened
 * @param roles all roles that the user has since, if it is about them
 * @param intoSub who the user turned out to be, if it is about that
 * @param intoRevision that user's revision after the change
 * @param occurredAt when it happened
 * @param dueAt when it is to be told next
 * @param attempts how often it was told in vain
 * @param cause why in vain
 * @param deadAt since when it is told no more
 */
@Table("account_event")
record AccountEventRow(@Id @Nullable Long id, String jti, ClientId clientId, Sub sub, int revision,
		AccountEventType type, @Nullable Roles roles, @Nullable Sub intoSub, @Nullable Integer intoRevision,
		Instant occurredAt, Instant dueAt, int attempts, @Nullable String cause, @Nullable Instant deadAt) {

	/** Before the time of any node's clock. */
	static final Instant AT_ONCE = Instant.EPOCH;

}
