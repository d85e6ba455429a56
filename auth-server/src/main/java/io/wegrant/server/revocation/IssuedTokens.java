package io.wegrant.server.revocation;

import java.util.Objects;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.audit.AuditEvent;
import io.wegrant.server.audit.AuditEventType;
import io.wegrant.server.audit.AuditLog;
import io.wegrant.server.authorization.AccessTokens;
import io.wegrant.server.authorization.TokenEpochs;
import io.wegrant.server.clients.ClientId;
import io.wegrant.server.revocation.RevocationRows.OwnToken;
import io.wegrant.server.sessions.SessionDetails;
import io.wegrant.server.sessions.SessionId;
import io.wegrant.server.sessions.SessionTokens;
import io.wegrant.server.sessions.Sessions;
import io.wegrant.server.storage.AfterCommit;

/**
 * The tokens that are out. None is stored: an access token is signed and names its
 * session, a refresh token checks itself, and the session is one read away.
 */
final class IssuedTokens {

	private static final Logger logger = LoggerFactory.getLogger(IssuedTokens.class);

	/** The scope of a client that may revoke any token. */
	static final String MAY_REVOKE = "token.revoke";

	/** The scope of a client that may introspect any token. */
	static final String MAY_INTROSPECT = "token.introspect";

	private final AccessTokens accessTokens;

	private final Sessions sessions;

	private final RevocationRows rows;

	private final RevocationWindow window;

	private final RevocationRecorder revocations;

	private final AuditLog auditLog;

	private final TransactionTemplate transactions;

	IssuedTokens(AccessTokens accessTokens, Sessions sessions, RevocationRows rows, RevocationWindow window,
			RevocationRecorder revocations, AuditLog auditLog, TransactionTemplate transactions) {
		this.accessTokens = accessTokens;
		this.sessions = sessions;
		this.rows = rows;
		this.window = window;
		this.revocations = revocations;
		this.auditLog = auditLog;
		this.transactions = transactions;
	}

	/**
	 * Finds a token, of whichever kind it is: a hint of the caller's is not needed.
	 * @param value the token as it was presented
	 * @return the token, or empty if it is not genuine, has expired, or its session is
	 * gone
	 */
	Optional<IssuedToken> find(String value) {
		Optional<SessionId> sid = this.sessions.sidOf(value);
		if (sid.isPresent()) {
			return this.sessions.find(sid.get())
				.map((session) -> new IssuedToken(session.clientId(), Optional.of(session), Optional.empty()));
		}
		return this.accessTokens.verify(value).flatMap(this::withSession);
	}

	/**
	 * Tells whether an access token may be used.
	 * @param token the token
	 * @return whether it is an access token, and neither it nor what it depends on was
	 * revoked
	 */
	boolean isActive(IssuedToken token) {
		return token.accessToken().isPresent() && !this.window.isRevoked(token.accessToken().get())
				&& token.session()
					.map((session) -> this.sessions.isLive(session)
							&& !TokenEpochs.of(token.accessToken().get()).isBefore(session.tokenEpochs()))
					.orElseGet(() -> isActiveAlone(token.clientId(), token.accessToken().get()));
	}

	private boolean isActiveAlone(ClientId clientId, Jwt token) {
		return this.rows.findOwnToken(clientId, RevocationEntry.digest(Objects.requireNonNull(token.getId())))
			.filter(OwnToken::enabled)
			.filter((own) -> TokenEpochs.of(token).client() >= own.tokenEpoch() && own.revocations() == 0)
			.isPresent();
	}

	/**
	 * Tells whether an access token may be used.
	 * @param token the token
	 * @return whether neither it nor what it depends on was revoked
	 */
	boolean isActive(Jwt token) {
		return !this.window.isRevoked(token) && withSession(token).filter(this::isActive).isPresent();
	}

	/**
	 * Revokes a token: its session ends, or it alone if it is a client's own.
	 * @param token the token
	 * @param actor the client that asked
	 */
	void revoke(IssuedToken token, ClientId actor) {
		this.transactions.executeWithoutResult((status) -> {
			if (token.session().isPresent()) {
				revoke(token.session().get(), actor);
			}
			else {
				token.accessToken().filter((jwt) -> !this.window.isRevoked(jwt)).map(Jwt::getId).ifPresent((jti) -> {
					this.auditLog.record(AuditEvent.of(AuditEventType.TOKEN_REVOKED, actor.value())
						.client(token.clientId().value()));
					this.revocations.revokeToken(jti);
				});
			}
		});
	}

	private void revoke(SessionDetails session, ClientId actor) {
		if (this.sessions.end(session.sid())) {
			this.auditLog.record(AuditEvent.of(AuditEventType.SESSION_REVOKED, actor.value())
				.client(session.clientId().value())
				.user(session.sub().value())
				.session(session.sid().value()));
			AfterCommit
				.run(() -> logger.info("Session {} of user {} was ended by {}", session.sid(), session.sub(), actor));
		}
	}

	private Optional<IssuedToken> withSession(Jwt token) {
		String sid = token.getClaimAsString(SessionTokens.SID);
		ClientId clientId = new ClientId(
				Objects.requireNonNull(token.getClaimAsString(OAuth2ParameterNames.CLIENT_ID)));
		if (sid == null) {
			return Optional.of(new IssuedToken(clientId, Optional.empty(), Optional.of(token)));
		}
		return this.sessions.find(new SessionId(sid))
			.filter((session) -> TokenEpochs.of(token).user().isPresent())
			.map((session) -> new IssuedToken(clientId, Optional.of(session), Optional.of(token)));
	}

}
