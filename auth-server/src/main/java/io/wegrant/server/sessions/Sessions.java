package io.wegrant.server.sessions;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.accounts.AccountClosed;
import io.wegrant.server.accounts.SignedIn;
import io.wegrant.server.accounts.Sub;
import io.wegrant.server.accounts.UserDisabled;
import io.wegrant.server.accounts.WechatAccount;
import io.wegrant.server.accounts.WechatIds;
import io.wegrant.server.audit.AuditEvent;
import io.wegrant.server.audit.AuditEventType;
import io.wegrant.server.audit.AuditLog;
import io.wegrant.server.authorization.GrantedAccess;
import io.wegrant.server.clients.ClientId;
import io.wegrant.server.clients.Clients;
import io.wegrant.server.sessions.SessionRows.Live;
import io.wegrant.server.settings.TimeAllowances;

/**
 * The login sessions: opened at log-in, kept alive by refreshing, ended for a reason or
 * by age. Whoever ends one publishes {@link SessionEnded} in the transaction of the
 * change.
 */
public final class Sessions {

	private static final Logger logger = LoggerFactory.getLogger(Sessions.class);

	private final SessionRows rows;

	private final RefreshTokens refreshTokens;

	private final WechatIds wechatIds;

	private final Clients clients;

	private final AuditLog auditLog;

	private final ApplicationEventPublisher events;

	private final TransactionTemplate transactions;

	private final SessionProperties properties;

	private final Clock clock;

	private final Counter reuses;

	Sessions(SessionRows rows, RefreshTokens refreshTokens, WechatIds wechatIds, Clients clients, AuditLog auditLog,
			ApplicationEventPublisher events, TransactionTemplate transactions, SessionProperties properties,
			Clock clock, MeterRegistry meters) {
		this.rows = rows;
		this.refreshTokens = refreshTokens;
		this.wechatIds = wechatIds;
		this.clients = clients;
		this.auditLog = auditLog;
		this.events = events;
		this.transactions = transactions;
		this.properties = properties;
		this.clock = clock;
		this.reuses = meters.counter("wegrant.refresh.reuses");
	}

	/**
	 * Opens a session, in the caller's transaction, which has locked the user's identity.
	 * The oldest session makes room where the user has as many with the client as may be.
	 * @param signedIn who logged in
	 * @param clientId the client that the session belongs to
	 * @param access what the session's tokens may be used for
	 * @param device the client's label for the device
	 * @return the session with its first refresh token
	 */
	public OpenedSession open(SignedIn signedIn, ClientId clientId, GrantedAccess access,
			Optional<DeviceLabel> device) {
		Instant now = this.clock.instant();
		SessionId sid = this.refreshTokens.newSid();
		NewSession session = new NewSession(sid, signedIn, clientId, access, device, now,
				now.plus(this.properties.absoluteLifetime()));
		boolean stored = false;
		while (!stored) {
			// Between the read and the write the oldest session may be refreshed or end.
			List<Live> live = this.rows.findLive(signedIn.user().id(), clientId);
			stored = (live.size() < this.properties.maxPerUserAndClient()) ? add(session)
					: replace(live.get(0), session);
		}
		return new OpenedSession(sid, token(new RefreshToken(sid, 0), now, session.expiresAt()));
	}

	/**
	 * Finds a session.
	 * @param sid the session id
	 * @return the session, which may be over, or empty if there is none or no more
	 */
	public Optional<SessionDetails> find(SessionId sid) {
		return this.rows.findDetails(sid);
	}

	/**
	 * Finds a session whose tokens may be used.
	 * @param sid the session id
	 * @return the session, or empty if it is over or its user or client is out of force
	 */
	public Optional<SessionDetails> findLive(SessionId sid) {
		return find(sid).filter(this::isLive);
	}

	/**
	 * Tells whether a session's tokens may be used.
	 * @param session the session as it was read
	 * @return whether it is in force and not too old
	 */
	public boolean isLive(SessionDetails session) {
		return statusOf(session) == SessionStatus.LIVE;
	}

	/**
	 * Tells what has become of a session.
	 * @param session the session as it was read
	 * @return whether it is live, and if not, why
	 */
	public SessionStatus statusOf(SessionDetails session) {
		if (session.ended().isEmpty() && !this.clock.instant().isBefore(expiryOf(session))) {
			return SessionStatus.EXPIRED;
		}
		return session.isInForce() ? SessionStatus.LIVE : SessionStatus.ENDED;
	}

	/**
	 * Returns when a session expires unless it is refreshed.
	 * @param session the session as it was read
	 * @return the instant from which it is over
	 */
	public Instant expiryOf(SessionDetails session) {
		Instant idle = session.refreshedAt().plus(this.properties.idleLifetime());
		return idle.isBefore(session.expiresAt()) ? idle : session.expiresAt();
	}

	/**
	 * Returns a user's sessions, the newest first, those included that are over and not
	 * yet purged.
	 * @param userId the user's internal number
	 * @param limit how many at most
	 * @param offset how many to pass over
	 * @return the sessions
	 */
	public List<SessionDetails> ofUser(long userId, int limit, long offset) {
		return this.rows.findByUser(userId, limit, offset);
	}

	/**
	 * Returns a user's sessions that are live, the newest first.
	 * @param sub the user's public id
	 * @param limit how many at most
	 * @param offset how many to pass over
	 * @return the sessions
	 */
	public List<SessionDetails> liveOf(Sub sub, int limit, long offset) {
		Instant now = this.clock.instant();
		return this.rows.findLiveByUser(sub, now, now.minus(this.properties.idleLifetime()), limit, offset);
	}

	/**
	 * Returns a client's sessions, the newest first, those included that are over and not
	 * yet purged.
	 * @param clientId the client
	 * @param limit how many at most
	 * @param offset how many to pass over
	 * @return the sessions
	 */
	public List<SessionDetails> ofClient(ClientId clientId, int limit, long offset) {
		return this.rows.findByClient(clientId, limit, offset);
	}

	/**
	 * Returns the WeChat account with which a session was opened.
	 * @param session the session
	 * @return the mini-program and the user's openid in it
	 */
	public WechatAccount wechatAccountOf(SessionDetails session) {
		return this.wechatIds.open(session.openid());
	}

	/**
	 * Ends a session. Once this has returned, no token of the session is exchanged, and
	 * services are being told.
	 * @param sid the session id
	 * @return whether the session was there and had not been ended before
	 */
	public boolean end(SessionId sid) {
		return this.transactions.execute((status) -> {
			boolean ended = this.rows.end(sid, this.clock.instant());
			if (ended) {
				this.events.publishEvent(new SessionEnded(sid));
			}
			return ended;
		});
	}

	/**
	 * Ends all sessions of a user.
	 * @param userId the user's internal number
	 * @return how many were ended
	 */
	public int endAllOfUser(long userId) {
		return this.transactions
			.execute((status) -> (int) this.rows.findLiveSids(userId).stream().filter(this::end).count());
	}

	@EventListener
	void on(UserDisabled event) {
		endAllOfUser(event.userId());
	}

	// A session names its WeChat identity, so it cannot outlive it.
	@EventListener
	void on(AccountClosed event) {
		endAllOfUser(event.userId());
		this.rows.eraseAllOf(event.userId());
	}

	/**
	 * Reads a refresh token, however old, without a look at the database.
	 * @param value the refresh token as it was presented
	 * @return the id of its session, or empty if it is not genuine
	 */
	public Optional<SessionId> sidOf(String value) {
		return this.refreshTokens.read(value).map(RefreshToken::sid);
	}

	/**
	 * Finds the session of a refresh token, without using the token up.
	 * @param value the refresh token as it was presented
	 * @param clientId the client that presented it
	 * @return the token with its session, or empty if it is forged, foreign or expired or
	 * its user may not use it
	 */
	Optional<PresentedToken> present(String value, ClientId clientId) {
		return this.refreshTokens.read(value)
			.flatMap((token) -> findLive(token.sid()).filter((session) -> session.clientId().equals(clientId))
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
		SessionDetails session = presented.session();
		Instant now = this.clock.instant();
		if (token.generation() != session.generation()) {
			return exchangeReplaced(presented, now);
		}
		if (this.rows.rotate(session.id(), session.sid(), session.generation(), now)) {
			return Optional.of(successor(presented, now));
		}
		// Another request with the same token was faster, or the session has ended.
		return findLive(session.sid()).flatMap((current) -> exchangeReplaced(new PresentedToken(token, current), now));
	}

	private Optional<OAuth2RefreshToken> exchangeReplaced(PresentedToken presented, Instant now) {
		SessionDetails session = presented.session();
		boolean isPredecessor = presented.token().generation() == session.generation() - 1;
		if (isPredecessor && !now.isAfter(session.refreshedAt().plus(this.properties.refreshGrace()))) {
			return Optional.of(successor(presented, now));
		}
		boolean ended = this.transactions.execute((status) -> {
			boolean first = end(session.sid());
			if (first) {
				this.auditLog.record(AuditEvent.of(AuditEventType.REFRESH_TOKEN_REUSED, session.clientId().value())
					.client(session.clientId().value())
					.user(session.sub().value())
					.session(session.sid().value()));
			}
			return first;
		});
		if (ended) {
			this.reuses.increment();
			logger.warn("Session {} of user {} ended: a refresh token that it had replaced was used", session.sid(),
					session.sub());
		}
		return Optional.empty();
	}

	private boolean add(NewSession session) {
		this.rows.add(session.sid(), session.signedIn().user().id(), session.signedIn().identityId(),
				session.clientId(), session.scopes(), session.resources(), session.device().orElse(null),
				session.createdAt(), session.expiresAt());
		return true;
	}

	private boolean replace(Live oldest, NewSession session) {
		boolean replaced = this.rows.replace(oldest.id(), oldest.sid(), oldest.generation(), session.sid(),
				session.signedIn().identityId(), session.scopes(), session.resources(), session.device().orElse(null),
				session.createdAt(), session.expiresAt());
		// Of a session that was not refreshed lately no access token is left to revoke.
		Instant lastToken = oldest.refreshedAt()
			.plus(this.properties.refreshGrace())
			.plus(this.clients.accessTokenLifetime())
			.plus(TimeAllowances.BETWEEN_NODES);
		if (replaced && lastToken.isAfter(session.createdAt())) {
			this.events.publishEvent(new SessionEnded(oldest.sid()));
		}
		return replaced;
	}

	private OAuth2RefreshToken successor(PresentedToken presented, Instant now) {
		RefreshToken successor = new RefreshToken(presented.session().sid(), presented.token().generation() + 1);
		return token(successor, now, presented.session().expiresAt());
	}

	private OAuth2RefreshToken token(RefreshToken token, Instant issuedAt, Instant expiresAt) {
		return new OAuth2RefreshToken(this.refreshTokens.value(token), issuedAt, expiresAt);
	}

	private record NewSession(SessionId sid, SignedIn signedIn, ClientId clientId, GrantedAccess access,
			Optional<DeviceLabel> device, Instant createdAt, Instant expiresAt) {

		StoredScopes scopes() {
			return StoredScopes.of(this.access.scopes());
		}

		StoredResources resources() {
			return StoredResources.of(this.access.resources());
		}

	}

}
