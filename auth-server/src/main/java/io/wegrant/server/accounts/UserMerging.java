package io.wegrant.server.accounts;

import java.util.List;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes one user of two who turned out to be one person.
 */
@Component
public final class UserMerging {

	private final UserRows users;

	private final WechatIdentityRows identities;

	private final AccountClosing closing;

	private final ApplicationEventPublisher events;

	private final TransactionTemplate transactions;

	UserMerging(UserRows users, WechatIdentityRows identities, AccountClosing closing, ApplicationEventPublisher events,
			TransactionTemplate transactions) {
		this.users = users;
		this.identities = identities;
		this.closing = closing;
		this.events = events;
		this.transactions = transactions;
	}

	/**
	 * Lists the users who may be one person, those found first at the top.
	 * @param limit how many at most
	 * @param offset how many to pass over
	 * @return the conflicts that are not settled
	 */
	public List<UnionConflict> conflicts(int limit, long offset) {
		return this.identities.findConflicts(limit, offset);
	}

	/**
	 * Moves the WeChat identities and unionids of one user to another, and closes the
	 * account they leave: its sessions end, and what else was known of it is erased. The
	 * person is the other user from the next login on.
	 * @param from who is left without identities
	 * @param into who gets them
	 * @return whether it was done: both have to be active, lest a merge lets a user in
	 * who was locked out
	 */
	public boolean merge(User from, User into) {
		return this.transactions.execute((status) -> {
			// In an order in which no two transactions wait for each other.
			boolean active = this.users.claimActive(Math.min(from.id(), into.id()))
					&& this.users.claimActive(Math.max(from.id(), into.id()));
			if (active) {
				this.identities.moveAll(from.id(), into.id());
				this.users.moveUnionHashes(from.id(), into.id());
				this.identities.adoptConflicting(into.id());
				this.identities.endConflictsWithin(into.id());
				this.events.publishEvent(new UserMerged(from.sub(), into.sub()));
				this.closing.close(from.sub());
			}
			return active;
		});
	}

}
