package io.wegrant.server.staff;

import java.time.Clock;
import java.util.Collection;
import java.util.TreeSet;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

import io.wegrant.server.accounts.Roles;
import io.wegrant.server.accounts.UserTokensEnded;
import io.wegrant.server.staff.UserRolesRows.Sources;

/**
 * Works out the roles of users again when something changes that gives them, and has the
 * tokens refused that carry the old ones. All of it is in the transaction of the change,
 * which has claimed the user first.
 */
@Component
final class EffectiveRoles {

	private final UserRolesRows users;

	private final ApplicationEventPublisher events;

	private final Clock clock;

	EffectiveRoles(UserRolesRows users, ApplicationEventPublisher events, Clock clock) {
		this.users = users;
		this.events = events;
		this.clock = clock;
	}

	/**
	 * Keeps everybody else from changing users, in an order in which no two transactions
	 * wait for each other.
	 * @param userIds their internal numbers
	 */
	void claim(Collection<Long> userIds) {
		new TreeSet<>(userIds).forEach(this.users::claim);
	}

	/**
	 * Works out a user's roles.
	 * @param userId the user's internal number
	 * @return whether they changed
	 */
	boolean update(long userId) {
		Sources sources = this.users.sourcesOf(userId);
		boolean changed = !sources.effective().equals(sources.roles());
		if (changed) {
			outdate(userId, sources);
		}
		return changed;
	}

	/**
	 * Works out the roles of a user who has lost a number. Even if they stay the same,
	 * the user's tokens must be got anew: services may know the number by them.
	 * @param userId the user's internal number
	 */
	void updateLoser(long userId) {
		outdate(userId, this.users.sourcesOf(userId));
	}

	/**
	 * Takes all roles from a user whose account is closed, of which nobody hears but that
	 * it is.
	 * @param userId the user's internal number
	 */
	void erase(long userId) {
		this.users.grant(userId, Roles.NONE);
		Sources sources = this.users.sourcesOf(userId);
		if (!sources.roles().isEmpty()) {
			endTokens(userId, sources);
		}
	}

	private void outdate(long userId, Sources sources) {
		endTokens(userId, sources);
		if (!sources.effective().equals(sources.roles())) {
			this.events.publishEvent(new RolesChanged(sources.sub(), sources.effective()));
		}
	}

	private void endTokens(long userId, Sources sources) {
		this.users.change(userId, sources.effective(), this.clock.instant().getEpochSecond());
		this.events.publishEvent(new UserTokensEnded(sources.sub(), this.users.sourcesOf(userId).tokenEpoch()));
	}

}
