package io.wegrant.server.sessions;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;

import io.wegrant.server.accounts.SignedIn;
import io.wegrant.server.accounts.UserStatus;
import io.wegrant.server.audit.AuditEventType;
import io.wegrant.server.audit.AuditLog;
import io.wegrant.server.authorization.GrantedAccess;
import io.wegrant.server.sessions.SessionRows.Live;

/**
 * The login sessions.
 */
public final class Sessions {

	private static final Logger logger = LoggerFactory.getLogger(Sessions.class);

	private final SessionRows rows;

	private final RefreshTokens refreshTokens;

	private final AuditLog auditLog;

	private final SessionProperties properties;

	private final Clock clock;

	Sessions(SessionRows rows, RefreshTokens refreshTokens, AuditLog auditLog, SessionProperties properties,
			Clock clock) {
		this.rows = rows;
		this.refreshTokens = refreshTokens;
		this.auditLog = auditLog;
		this.properties = properties;
		this.clock = clock;
	}

	/**
	 * Opens a session, in the caller's transaction.
	 * @param signedIn who logged in
	 * @param clientId the client that the session belongs to
	 * @param access what the session's tokens may be used for
	 * @param device the client's label for the device, at most 64 characters
	 * @return the session with its first refresh token
	 */
	public OpenedSession open(SignedIn signedIn, String clientId, GrantedAccess access, Optional<String> device) {
		Instant now = this.clock.instant();
		String sid = this.refreshTokens.newSid();
		SessionRow session = new SessionRow(null, sid, signedIn.user().id(), signedIn.identityId(), clientId,
				String.join(" ", access.scopes()), String.join(" ", access.resources()), device.orElse(null), 0, now,
				now, now.plus(this.properties.absoluteLifetime()));
		this.rows.save(session);
		return new OpenedSession(sid, token(new RefreshToken(sid, 0), now, session.expiresAt()));
	}

	/**
	 * Finds the session of a refresh token, without using the token up.
	 * @param value the refresh token as it was presented
	 * @param clientId the client that presented it
	 * @return the token with its session, or empty if it is forged, foreign or expired or
	 * its user may not use it
	 */
	Optional<PresentedToken> present(String value, String clientId) {
		return this.refreshTokens.read(value)
			.flatMap((token) -> this.rows.findLive(token.sid())
				.filter((session) -> isUsable(session, clientId))
				.map((session) -> new PresentedToken(token, session)));
	}

	/**
	 * Exchanges a refresh token for its successor. Of a session's tokens the newest is
	 * exchanged; the one before it yields the same successor again for a while, so that a
	 * lost answer loses nobody; any other was copied, and ends the session.
	 * @param presented the token with its session
	 * @return the successor, or empty if the session has ended
	 */
	Optional<OAuth2RefreshToken> exchange(PresentedToken presented) {
		RefreshToken token = presented.token();
		Live session = presented.session();
		Instant now = this.clock.instant();
		if (token.generation() == session.generation()) {
			if (this.rows.rotate(session.id(), session.generation(), now) == 1) {
				return Optional.of(successor(presented, now));
			}
			// Another request with the same token was faster, or the session has ended.
			return this.rows.findLive(session.sid())
				.flatMap((current) -> exchangeReplaced(new PresentedToken(token, current), now));
		}
		return exchangeReplaced(presented, now);
	}

	private Optional<OAuth2RefreshToken> exchangeReplaced(PresentedToken presented, Instant now) {
		Live session = presented.session();
		boolean isPredecessor = presented.token().generation() == session.generation() - 1;
		if (isPredecessor && !now.isAfter(session.refreshedAt().plus(this.properties.refreshGrace()))) {
			return Optional.of(successor(presented, now));
		}
		this.rows.end(session.id());
		this.auditLog.record(AuditEventType.REFRESH_TOKEN_REUSED, session.clientId(), session.sub());
		logger.warn("Session {} of user {} ended: one of its replaced refresh tokens was used", session.sid(),
				session.sub());
		return Optional.empty();
	}

	private boolean isUsable(Live session, String clientId) {
		Instant now = this.clock.instant();
		return session.clientId().equals(clientId) && session.status() == UserStatus.ACTIVE
				&& now.isBefore(session.expiresAt())
				&& now.isBefore(session.refreshedAt().plus(this.properties.idleLifetime()));
	}

	private OAuth2RefreshToken successor(PresentedToken presented, Instant now) {
		RefreshToken successor = new RefreshToken(presented.session().sid(), presented.token().generation() + 1);
		return token(successor, now, presented.session().expiresAt());
	}

	private OAuth2RefreshToken token(RefreshToken token, Instant issuedAt, Instant expiresAt) {
		return new OAuth2RefreshToken(this.refreshTokens.value(token), issuedAt, expiresAt);
	}

}
