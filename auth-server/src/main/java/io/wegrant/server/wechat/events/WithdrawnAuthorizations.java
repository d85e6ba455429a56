package io.wegrant.server.wechat.events;

import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.accounts.Accounts;
import io.wegrant.server.accounts.Closing;
import io.wegrant.server.audit.AuditEvent;
import io.wegrant.server.audit.AuditEventType;
import io.wegrant.server.audit.AuditLog;

/**
 * Obeys users who have withdrawn an authorisation at WeChat, or deleted their account
 * there: what is known of them is erased.
 */
final class WithdrawnAuthorizations {

	/** A user has taken back what he had authorised. */
	static final String REVOKED = "user_authorization_revoke";

	/** A user has deleted his WeChat account. */
	static final String CANCELLED = "user_authorization_cancellation";

	private static final Set<String> EVENTS = Set.of(REVOKED, CANCELLED);

	private static final String ACTOR = "wechat";

	private static final Logger logger = LoggerFactory.getLogger(WithdrawnAuthorizations.class);

	private final Accounts accounts;

	private final Closing closing;

	private final AuditLog auditLog;

	private final TransactionTemplate transactions;

	WithdrawnAuthorizations(Accounts accounts, Closing closing, AuditLog auditLog, TransactionTemplate transactions) {
		this.accounts = accounts;
		this.closing = closing;
		this.auditLog = auditLog;
		this.transactions = transactions;
	}

	/**
	 * Tells whether an event is a withdrawal.
	 * @param event the name of the event
	 * @return whether it is
	 */
	boolean concerns(String event) {
		return EVENTS.contains(event);
	}

	/**
	 * Closes the user's account, in one transaction with its line in the audit log,
	 * unless the account is newer than the event: the person has come back since. So an
	 * event that is told again changes nothing.
	 * @param appid the mini-program
	 * @param openid the user's id in it
	 * @param event the name of the event
	 * @param second when it happened, in seconds since the epoch
	 * @return whether an account was closed
	 */
	boolean obey(String appid, String openid, String event, long second) {
		return this.transactions.execute((status) -> this.accounts.find(appid, openid)
			.flatMap((user) -> this.accounts.describe(user.sub()))
			.filter((account) -> account.createdAt().getEpochSecond() <= second)
			.filter((account) -> close(account.sub(), event))
			.isPresent());
	}

	private boolean close(String sub, String event) {
		boolean closed = this.closing.close(sub);
		if (closed) {
			this.auditLog.record(AuditEvent.of(AuditEventType.ACCOUNT_CLOSED, ACTOR).user(sub).because(event));
			logger.info("The account of user {} was closed: {}", sub, event);
		}
		return closed;
	}

}
