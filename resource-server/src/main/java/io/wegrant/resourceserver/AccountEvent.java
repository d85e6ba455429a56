package io.wegrant.resourceserver;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What has happened to a user's account at the provider, for services that keep data by
 * {@code sub}. The provider says it by a Security Event Token (RFC 8417), at least once:
 * the same event may come again, also while it is being dealt with. Events of one user
 * come in the order in which they happened.
 */
public sealed interface AccountEvent {

	/**
	 * Returns the id of the event ({@code jti}), the same each time it comes.
	 * @return the id
	 */
	String id();

	/**
	 * Returns the user that it is about, as access tokens name them.
	 * @return the {@code sub}
	 */
	String sub();

	/**
	 * Returns when it happened ({@code toe}).
	 * @return the time, by the provider's clock, to the second
	 */
	Instant occurredAt();

	/**
	 * The account was closed, for good ({@code account-purged} of RISC). What a service
	 * keeps of the user is to be erased.
	 *
	 * @param id the id of the event
	 * @param sub the user
	 * @param occurredAt when it happened
	 */
	record Purged(String id, String sub, Instant occurredAt) implements AccountEvent {
	}

	/**
	 * The account was disabled ({@code account-disabled} of RISC): the user cannot log
	 * in, and has no sessions any more.
	 *
	 * @param id the id of the event
	 * @param sub the user
	 * @param occurredAt when it happened
	 */
	record Disabled(String id, String sub, Instant occurredAt) implements AccountEvent {
	}

	/**
	 * The account was enabled again ({@code account-enabled} of RISC).
	 *
	 * @param id the id of the event
	 * @param sub the user
	 * @param occurredAt when it happened
	 */
	record Enabled(String id, String sub, Instant occurredAt) implements AccountEvent {
	}

	/**
	 * The user has other roles ({@code token-claims-change} of CAEP).
	 *
	 * @param id the id of the event
	 * @param sub the user
	 * @param occurredAt when it happened
	 * @param roles all roles that the user has now, in the order of the event; it cannot
	 * be changed
	 */
	record RolesChanged(String id, String sub, Instant occurredAt, Set<String> roles) implements AccountEvent {

		/**
		 * Keeps the roles as they are now.
		 * @param id the id of the event
		 * @param sub the user
		 * @param occurredAt when it happened
		 * @param roles all roles that the user has now
		 */
		public RolesChanged {
			roles = Collections.unmodifiableSet(new LinkedHashSet<>(roles));
		}

	}

	/**
	 * The user has another phone number, or none any more. The number is not told: who
	 * may know it asks the provider.
	 *
	 * @param id the id of the event
	 * @param sub the user
	 * @param occurredAt when it happened
	 */
	record PhoneChanged(String id, String sub, Instant occurredAt) implements AccountEvent {
	}

	/**
	 * Two users were found to be one person. Nobody logs in as {@link #sub()} any more,
	 * and its {@link Purged} follows: what is to be kept is to be moved to the other.
	 *
	 * @param id the id of the event
	 * @param sub the user that is gone
	 * @param occurredAt when it happened
	 * @param into the user that stays
	 */
	record Merged(String id, String sub, Instant occurredAt, String into) implements AccountEvent {
	}

}
