package io.wegrant.server.accounts;

import java.time.Clock;
import java.util.Optional;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.audit.AuditLog;

/**
 * Closes accounts for good. What is left of a user is the public id, with the status
 * closed and the time of the first login, so that it is not given out again and what the
 * audit log says of it can be understood.
 */
@Component
public final class AccountClosing {

	private final UserRows users;

	private final WechatIdentityRows identities;

	private final AuditLog auditLog;

	private final ApplicationEventPublisher events;

	private final TransactionTemplate transactions;

	private final Clock clock;

	AccountClosing(UserRows users, WechatIdentityRows identities, AuditLog auditLog, ApplicationEventPublisher events,
			TransactionTemplate transactions, Clock clock) {
		this.users = users;
		this.identities = identities;
		this.auditLog = auditLog;
		this.events = events;
		this.transactions = transactions;
		this.clock = clock;
	}

	/**
	 * Closes an account, be the user active or locked out: sessions end, tokens are
	 * revoked, and what is known of the person is erased. Should the person log in again,
	 * it is as a new user. The session of a login that races it is either over from the
	 * start, and purged, or the new user's.
	 * @param sub the user's public id
	 * @return whether there was such a user and the account was open
	 */
	public boolean close(Sub sub) {
		return this.transactions.execute((status) -> {
			Optional<User> user = this.users.findBySub(sub).map(UserRow::user);
			boolean closed = user.isPresent()
					&& this.users.close(user.get().id(), this.clock.instant().getEpochSecond());
			if (closed) {
				erase(user.get());
			}
			return closed;
		});
	}

	private void erase(User user) {
		this.events.publishEvent(new AccountClosed(user.id(), user.sub()));
		this.events.publishEvent(new UserTokensEnded(user.sub(), this.users.tokenEpoch(user.id())));
		this.identities.endConflictsAbout(user.id());
		this.users.removeUnionHashes(user.id());
		this.identities.endConflictsOf(user.id());
		this.identities.eraseAllOf(user.id());
		this.auditLog.forgetReasons(user.sub().value());
	}

}
