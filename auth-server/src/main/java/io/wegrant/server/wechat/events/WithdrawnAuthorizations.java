package io.wegrant.server.wechat.events;

import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.accounts.AccountClosing;
import io.wegrant.server.accounts.User;
import io.wegrant.server.accounts.Users;
import io.wegrant.server.accounts.WechatAccount;
import io.wegrant.server.audit.AuditEvent;
import io.wegrant.server.audit.AuditEventType;
import io.wegrant.server.audit.AuditLog;
import io.wegrant.server.profiles.Pictures;
import io.wegrant.server.profiles.Profiles;
import io.wegrant.server.staff.Phones;
import io.wegrant.server.storage.AfterCommit;

/**
 * Obeys users who have deleted their WeChat account, whose account here is closed, and
 * those who have withdrawn an authorisation: what they had authorised is erased, and the
 * rest stays.
 */
final class WithdrawnAuthorizations {

	/** A user has taken back what he had authorised. */
	static final String REVOKED = "user_authorization_revoke";

	/** A user has deleted his WeChat account. */
	static final String CANCELLED = "user_authorization_cancellation";

	private static final Set<String> EVENTS = Set.of(REVOKED, CANCELLED);

	private static final String ACTOR = "wechat";

	private static final Logger logger = LoggerFactory.getLogger(WithdrawnAuthorizations.class);

	private final Users users;

	private final AccountClosing closing;

	private final Phones phones;

	private final Profiles profiles;

	private final Pictures pictures;

	private final AuditLog auditLog;

	private final TransactionTemplate transactions;

	WithdrawnAuthorizations(Users users, AccountClosing closing, Phones phones, Profiles profiles, Pictures pictures,
			AuditLog auditLog, TransactionTemplate transactions) {
		this.users = users;
		this.closing = closing;
		this.phones = phones;
		this.profiles = profiles;
		this.pictures = pictures;
		this.auditLog = auditLog;
		this.transactions = transactions;
	}

	/**
	 * Tells whether an event is a withdrawal.
	 * @param event the name of the event, in lower case
	 * @return whether it is
	 */
	boolean concerns(String event) {
		return EVENTS.contains(event);
	}

	/**
	 * Closes the user's account or erases what was withdrawn, in one transaction with its
	 * lines in the audit log, unless the account is newer than the event: the person has
	 * come back since. So an event that is told again changes nothing.
	 * @param account the WeChat account that it concerns
	 * @param event the name of the event, in lower case
	 * @param withdrawn what was withdrawn
	 * @param second when it happened, in seconds since the epoch
	 * @return whether anything was closed or erased
	 */
	boolean obey(WechatAccount account, String event, Withdrawn withdrawn, long second) {
		return this.transactions.execute((status) -> this.users.find(account)
			.filter((user) -> isOlder(user, second))
			.filter((user) -> CANCELLED.equals(event) ? close(user) : erase(user, withdrawn))
			.isPresent());
	}

	private boolean isOlder(User user, long second) {
		return this.users.describe(user.sub())
			.filter((account) -> account.createdAt().getEpochSecond() <= second)
			.isPresent();
	}

	private boolean close(User user) {
		boolean closed = this.closing.close(user.sub());
		if (closed) {
			record(AuditEventType.ACCOUNT_CLOSED, user, CANCELLED);
		}
		return closed;
	}

	// First the number, as one that is bound does. Who changes the profile writes the
	// user's row too, and so does not put back what is erased here.
	private boolean erase(User user, Withdrawn withdrawn) {
		boolean phone = withdrawn.hasPhone() && this.phones.release(user.id());
		boolean isOpen = this.users.claimOpen(user);
		boolean profile = isOpen && this.profiles.change(user.id(), withdrawn::outOf);
		boolean picture = isOpen && withdrawn.hasPicture() && this.pictures.remove(user.id());
		if (phone) {
			record(AuditEventType.PHONE_LOST, user, REVOKED);
		}
		if (profile) {
			record(AuditEventType.PROFILE_CHANGED, user, REVOKED);
		}
		if (picture) {
			record(AuditEventType.PICTURE_CHANGED, user, REVOKED);
		}
		return phone || profile || picture;
	}

	private void record(AuditEventType type, User user, String event) {
		this.auditLog.record(AuditEvent.of(type, ACTOR).user(user.sub().value()).because(event));
		AfterCommit.run(() -> logger.info("{} of user {} after {}", type, user.sub(), event));
	}

}
