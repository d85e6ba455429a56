package io.wegrant.server.selfservice;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import io.wegrant.server.accounts.AccountClosing;
import io.wegrant.server.accounts.User;
import io.wegrant.server.accounts.Users;
import io.wegrant.server.audit.AuditEventType;
import io.wegrant.server.audit.AuditedChanges;
import io.wegrant.server.profiles.Picture;
import io.wegrant.server.profiles.Pictures;
import io.wegrant.server.profiles.Profile;
import io.wegrant.server.profiles.Profiles;
import io.wegrant.server.sessions.SessionDetails;
import io.wegrant.server.sessions.SessionId;
import io.wegrant.server.sessions.Sessions;

/**
 * The changes that users make to their own account. Each is one transaction with its line
 * in the audit log, which says what was changed and never to what.
 */
final class OwnAccount {

	private final Users users;

	private final Profiles profiles;

	private final Pictures pictures;

	private final AccountClosing closing;

	private final Sessions sessions;

	private final AuditedChanges changes;

	OwnAccount(Users users, Profiles profiles, Pictures pictures, AccountClosing closing, Sessions sessions,
			AuditedChanges changes) {
		this.users = users;
		this.profiles = profiles;
		this.pictures = pictures;
		this.closing = closing;
		this.sessions = sessions;
		this.changes = changes;
	}

	/**
	 * Replaces the profile.
	 * @param profile the profile
	 * @param caller whose it is
	 */
	void replaceProfile(Profile profile, Caller caller) {
		this.changes.make(() -> this.profiles.replace(claim(caller).id(), profile)
				? Optional.of(caller.does(AuditEventType.PROFILE_CHANGED).session(caller.sid().value()))
				: Optional.empty());
	}

	/**
	 * Replaces the picture.
	 * @param picture the picture
	 * @param caller whose it is
	 * @return the picture's name
	 */
	String replacePicture(Picture picture, Caller caller) {
		AtomicReference<String> name = new AtomicReference<>();
		this.changes.make(() -> {
			name.set(this.pictures.replace(claim(caller).id(), picture));
			return Optional.of(caller.does(AuditEventType.PICTURE_CHANGED).session(caller.sid().value()));
		});
		return Objects.requireNonNull(name.get());
	}

	/**
	 * Takes the picture away.
	 * @param caller whose it is
	 */
	void removePicture(Caller caller) {
		this.changes.make(() -> this.pictures.remove(claim(caller).id())
				? Optional.of(caller.does(AuditEventType.PICTURE_CHANGED).session(caller.sid().value()))
				: Optional.empty());
	}

	/**
	 * Ends a session.
	 * @param sid the session id
	 * @param caller whose it is
	 * @throws AccountProblem with 404 if the user has no such session
	 */
	void endSession(SessionId sid, Caller caller) {
		this.changes.make(() -> {
			SessionDetails session = this.sessions.find(sid)
				.filter((each) -> each.sub().equals(caller.sub()))
				.orElseThrow(AccountProblem::noSuchSession);
			return this.sessions.end(session.sid()) ? Optional.of(caller.does(AuditEventType.SESSION_REVOKED)
				.client(session.clientId().value())
				.session(session.sid().value())) : Optional.empty();
		});
	}

	/**
	 * Ends all sessions, the one included with which the user calls.
	 * @param caller the user
	 */
	void logOutEverywhere(Caller caller) {
		this.changes.make(() -> {
			this.users.endSessions(claim(caller));
			return Optional.of(caller.does(AuditEventType.USER_SESSIONS_REVOKED));
		});
	}

	/**
	 * Writes down that the user takes along what is held of them.
	 * @param caller the user
	 */
	void recordExport(Caller caller) {
		this.changes
			.make(() -> Optional.of(caller.does(AuditEventType.ACCOUNT_EXPORTED).session(caller.sid().value())));
	}

	/**
	 * Closes the account.
	 * @param caller the user
	 */
	void close(Caller caller) {
		this.changes.make(() -> this.closing.close(caller.sub())
				? Optional.of(caller.does(AuditEventType.ACCOUNT_CLOSED)) : Optional.empty());
	}

	// Or a change that came in before the account was closed would be left behind.
	private User claim(Caller caller) {
		return this.users.claimActive(caller.sub()).orElseThrow(AccountProblem::notActive);
	}

}
