package io.wegrant.server.wechat;

import java.util.Optional;

import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.accounts.WechatAccount;
import io.wegrant.server.audit.AuditEvent;
import io.wegrant.server.audit.AuditEventType;
import io.wegrant.server.audit.AuditLog;
import io.wegrant.server.clients.ClientId;
import io.wegrant.server.clients.Clients;
import io.wegrant.server.clients.MiniProgram;
import io.wegrant.server.sessions.SessionDetails;
import io.wegrant.server.sessions.Sessions;
import io.wegrant.server.staff.PhoneNumber;
import io.wegrant.server.staff.Phones;
import io.wegrant.server.staff.Phones.Bound;

/**
 * Exchanges the codes of the {@code getPhoneNumber} button, and makes the person the
 * holder of the number. Nothing that a client says of a number counts; WeChat is asked
 * with the person's openid, so that nobody hands in the code of somebody else.
 */
public final class PhoneBinding {

	private final WechatClient wechat;

	private final Clients clients;

	private final Sessions sessions;

	private final Phones phones;

	private final AuditLog auditLog;

	private final TransactionTemplate transactions;

	PhoneBinding(WechatClient wechat, Clients clients, Sessions sessions, Phones phones, AuditLog auditLog,
			TransactionTemplate transactions) {
		this.wechat = wechat;
		this.clients = clients;
		this.sessions = sessions;
		this.phones = phones;
		this.auditLog = auditLog;
		this.transactions = transactions;
	}

	/**
	 * Exchanges a code that came with a session of the person, and makes the session's
	 * user the holder of the number. No transaction may be open, since WeChat is called.
	 * @param session the session, which is live
	 * @param phoneCode the code
	 * @return what the code proved; if it was a number, the user holds it now. Empty if
	 * the user is not active any more, or the session has ended
	 */
	public Optional<PhoneProof> bind(SessionDetails session, String phoneCode) {
		MiniProgram miniProgram = this.clients.find(session.clientId())
			.flatMap((client) -> client.miniProgram())
			.filter((each) -> each.appid().equals(session.appid().value()))
			.orElseThrow();
		WechatAccount account = this.sessions.wechatAccountOf(session);
		PhoneProof proof = this.wechat.phoneNumber(miniProgram, account.openid(), phoneCode);
		boolean active = proof.number()
			.map((number) -> this.transactions.execute((status) -> bindWhileLive(session, number, status)))
			.orElse(true);
		return active ? Optional.of(proof) : Optional.empty();
	}

	// By then the user is claimed, too: whoever ends the session or locks the user out
	// is done before, or comes after.
	private boolean bindWhileLive(SessionDetails session, PhoneNumber number, TransactionStatus status) {
		boolean bound = bind(session.userId(), number, session.clientId()).isPresent()
				&& this.sessions.claimLive(session.sid());
		if (!bound) {
			status.setRollbackOnly();
		}
		return bound;
	}

	/**
	 * Makes a user the holder of a number, in the caller's transaction.
	 * @param userId the user's internal number
	 * @param number the number
	 * @param clientId the client in whose request it happens
	 * @return the change, or empty if the user is not active any more
	 */
	Optional<Bound> bind(long userId, PhoneNumber number, ClientId clientId) {
		Optional<Bound> bound = this.phones.bind(userId, number);
		bound.ifPresent((change) -> record(change, clientId));
		return bound;
	}

	private void record(Bound bound, ClientId clientId) {
		if (bound.isNew()) {
			this.auditLog
				.record(AuditEvent.of(AuditEventType.PHONE_BOUND, clientId.value()).user(bound.holder().sub().value()));
		}
		bound.loser()
			.ifPresent((loser) -> this.auditLog
				.record(AuditEvent.of(AuditEventType.PHONE_LOST, clientId.value()).user(loser.sub().value())));
	}

}
