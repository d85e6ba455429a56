package io.wegrant.server.admin;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.wegrant.server.accounts.Sub;
import io.wegrant.server.accounts.User;
import io.wegrant.server.accounts.UserMerging;
import io.wegrant.server.accounts.UserStatus;
import io.wegrant.server.accounts.Users;
import io.wegrant.server.audit.AuditEvent;
import io.wegrant.server.audit.AuditEventType;
import io.wegrant.server.audit.AuditLog;
import io.wegrant.server.audit.AuditedChanges;
import io.wegrant.server.clients.ClientId;
import io.wegrant.server.clients.Clients;
import io.wegrant.server.keys.SigningKeyDetails;
import io.wegrant.server.keys.SigningKeyRotation;
import io.wegrant.server.keys.SigningKeys;
import io.wegrant.server.sessions.SessionDetails;
import io.wegrant.server.sessions.SessionId;
import io.wegrant.server.sessions.Sessions;

/**
 * The changes that administrators make. Each is one transaction with its line in the
 * audit log; what is already as it should be is neither changed nor logged.
 */
public final class Administration {

	private final Users users;

	private final UserMerging merging;

	private final Sessions sessions;

	private final Clients clients;

	private final SigningKeyRotation rotation;

	private final SigningKeys keys;

	private final AuditLog auditLog;

	private final AuditedChanges changes;

	Administration(Users users, UserMerging merging, Sessions sessions, Clients clients, SigningKeyRotation rotation,
			SigningKeys keys, AuditLog auditLog, AuditedChanges changes) {
		this.users = users;
		this.merging = merging;
		this.sessions = sessions;
		this.clients = clients;
		this.rotation = rotation;
		this.keys = keys;
		this.auditLog = auditLog;
		this.changes = changes;
	}

	/**
	 * Ends a session.
	 * @param sid the session id
	 * @param attribution who ends it, and why
	 * @throws AdminProblem with 404 if there is no such session
	 */
	public void endSession(SessionId sid, Attribution attribution) {
		change(() -> {
			SessionDetails session = this.sessions.find(sid).orElseThrow(AdminProblem::noSuchSession);
			// By the id as it is stored: MySQL takes trailing spaces for padding.
			return this.sessions.end(session.sid()) ? Optional.of(attribution.of(AuditEventType.SESSION_REVOKED)
				.client(session.clientId().value())
				.user(session.sub().value())
				.session(session.sid().value())) : Optional.empty();
		});
	}

	/**
	 * Ends all sessions of a user.
	 * @param sub the user's public id
	 * @param attribution who ends them, and why
	 * @throws AdminProblem with 404 if there is no such user
	 */
	public void endSessionsOfUser(Sub sub, Attribution attribution) {
		change(() -> {
			User user = this.users.find(sub).orElseThrow(AdminProblem::noSuchUser);
			this.users.endSessions(user);
			return Optional.of(attribution.of(AuditEventType.USER_SESSIONS_REVOKED).user(user.sub().value()));
		});
	}

	/**
	 * Ends all sessions of a client, and revokes its tokens.
	 * @param clientId the client
	 * @param attribution who ends them, and why
	 * @throws AdminProblem with 404 if there is no such client
	 */
	public void endSessionsOfClient(ClientId clientId, Attribution attribution) {
		change(() -> {
			if (!this.clients.isRegistered(clientId) || !this.clients.endSessions(clientId)) {
				throw AdminProblem.noSuchClient();
			}
			return Optional.of(attribution.of(AuditEventType.CLIENT_SESSIONS_REVOKED).client(clientId.value()));
		});
		// The next token that this node issues is of the new epoch.
		this.clients.reload();
	}

	/**
	 * Locks a user out.
	 * @param sub the user's public id
	 * @param attribution who does it, and why
	 * @throws AdminProblem with 404 if there is no such user, or 409 if the account is
	 * closed
	 */
	public void disable(Sub sub, Attribution attribution) {
		change(() -> {
			User user = openAccount(sub);
			return this.users.disable(user.sub())
					? Optional.of(attribution.of(AuditEventType.USER_DISABLED).user(user.sub().value()))
					: Optional.empty();
		});
	}

	/**
	 * Lets a user in again.
	 * @param sub the user's public id
	 * @param attribution who does it, and why
	 * @throws AdminProblem with 404 if there is no such user, or 409 if the account is
	 * closed
	 */
	public void enable(Sub sub, Attribution attribution) {
		change(() -> {
			User user = openAccount(sub);
			return this.users.enable(user.sub())
					? Optional.of(attribution.of(AuditEventType.USER_ENABLED).user(user.sub().value()))
					: Optional.empty();
		});
	}

	/**
	 * Makes one user of two who are one person.
	 * @param sub the public id of the user whose account is closed
	 * @param intoSub the public id of the user who gets the WeChat identities
	 * @param attribution who does it, and why
	 * @throws AdminProblem with 404 if there is no such user, 400 if both are one, or 409
	 * if one of them is not active
	 */
	public void merge(Sub sub, Sub intoSub, Attribution attribution) {
		change(() -> {
			User from = this.users.find(sub).orElseThrow(AdminProblem::noSuchUser);
			User into = this.users.find(intoSub).orElseThrow(AdminProblem::noSuchUser);
			if (from.id() == into.id()) {
				throw AdminProblem.sameUser();
			}
			// First, since of an account that is closed no reason is kept.
			this.auditLog.record(attribution.of(AuditEventType.USER_MERGED).user(from.sub().value()));
			if (!this.merging.merge(from, into)) {
				throw AdminProblem.notActive();
			}
			return Optional.of(attribution.of(AuditEventType.USER_MERGED).user(into.sub().value()));
		});
	}

	/**
	 * Begins the rotation of a key.
	 * @param algorithm the algorithm of the key
	 * @param attribution who begins it, and why
	 * @return the key that is pending, made now or before
	 * @throws AdminProblem with 400 if there are no keys of the algorithm
	 */
	public SigningKeyDetails rotateKey(String algorithm, Attribution attribution) {
		if (!this.rotation.algorithms().contains(algorithm)) {
			throw AdminProblem.noSuchAlgorithm();
		}
		AtomicReference<SigningKeyDetails> pending = new AtomicReference<>();
		change(() -> {
			SigningKeyRotation.Begun begun = this.rotation.rotate(algorithm);
			pending.set(begun.key());
			return begun.isNew() ? Optional.of(attribution.of(AuditEventType.KEY_ROTATED).key(begun.key().kid()))
					: Optional.empty();
		});
		this.keys.reload();
		return Objects.requireNonNull(pending.get());
	}

	/**
	 * Withdraws a key.
	 * @param kid the key
	 * @param attribution who does it, and why
	 * @throws AdminProblem with 404 if there is no such key
	 */
	public void withdrawKey(String kid, Attribution attribution) {
		change(() -> this.rotation.withdraw(kid).orElseThrow(AdminProblem::noSuchKey)
				? Optional.of(attribution.of(AuditEventType.KEY_WITHDRAWN).key(kid)) : Optional.empty());
		this.keys.reload();
	}

	private User openAccount(Sub sub) {
		User user = this.users.find(sub).orElseThrow(AdminProblem::noSuchUser);
		if (user.status() == UserStatus.CLOSED) {
			throw AdminProblem.accountClosed();
		}
		return user;
	}

	private void change(Supplier<Optional<AuditEvent>> change) {
		this.changes.make(change);
	}

}
