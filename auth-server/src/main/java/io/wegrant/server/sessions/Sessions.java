package io.wegrant.server.sessions;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.accounts.AccountClosed;
import io.wegrant.server.accounts.Sub;
import io.wegrant.server.accounts.WechatAccount;
import io.wegrant.server.accounts.WechatIds;
import io.wegrant.server.audit.AuditEvent;
import io.wegrant.server.audit.AuditEventType;
import io.wegrant.server.audit.AuditLog;
import io.wegrant.server.authorization.TokenRequestRefused;
import io.wegrant.server.clients.ClientId;
import io.wegrant.server.storage.DatabaseFault;

/**
 * The login sessions: kept alive by refreshing, ended for a reason or by age. Whoever
 * ends one alone whose access tokens may still be good publishes {@link SessionEnded} in
 * the transaction of the change; all of a user or a client end by an epoch.
 */
public final class Sessions {

	private static final Logger logger = LoggerFactory.getLogger(Sessions.class);

	private static final int ATTEMPTS = 5;

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	/** From reading who logs in to writing the session; a node may be frozen longer. */
	private static final Duration LONGEST_LOGIN = Duration.ofMinutes(1);

	/** As many as {@code login_session.repeats} has bits. */
	private static final int REMEMBERED_REFRESHES = 10;

	private static final int SUSPICIOUS_REPEATS = 6;

	private final SessionRows rows;

	private final RefreshTokens refreshTokens;

	private final WechatIds wechatIds;

	private final AuditLog auditLog;

	private final ApplicationEventPublisher events;

	private final TransactionTemplate transactions;

	private final SessionProperties properties;

	private final Clock clock;

	private final Counter reuses;

	private final Counter repeats;

	Sessions(SessionRows rows, RefreshTokens refreshTokens, WechatIds wechatIds, AuditLog auditLog,
			ApplicationEventPublisher events, TransactionTemplate transactions, SessionProperties properties,
			Clock clock, MeterRegistry meters) {
		this.rows = rows;
		this.refreshTokens = refreshTokens;
		this.wechatIds = wechatIds;
		this.auditLog = auditLog;
		this.events = events;
		this.transactions = transactions;
		this.properties = properties;
		this.clock = clock;
		this.reuses = meters.counter("wegrant.refresh.reuses");
		this.repeats = meters.counter("wegrant.refresh.repeats");
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
	 * Keeps a live session from being ended alone until the caller's transaction ends, or
	 * lets only one of the two happen.
	 * @param sid the session id
	 * @return whether it is live
	 */
	public boolean claimLive(SessionId sid) {
		return this.rows.claim(sid) && findLive(sid).isPresent();
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
		if (!session.hasEnded() && !this.clock.instant().isBefore(expiryOf(session))) {
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
		return this.properties.expiry(session.refreshedAt(), session.expiresAt());
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
			Instant now = this.clock.instant();
			boolean ended = this.rows.end(sid, now, now.plus(this.properties.keepEnded()));
			if (ended) {
				this.events.publishEvent(new SessionEnded(sid));
			}
			return ended;
		});
	}

	// A session names its WeChat identity, which is erased. A login that has read it
	// before may write afterwards.
	@EventListener
	void on(AccountClosed event) {
		this.rows.eraseAllOf(event.userId());
		this.rows.eraseAgain(event.userId(), this.clock.instant().plus(LONGEST_LOGIN));
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
	 * Finds the session of a refresh token, without using the token up. A token that the
	 * session has replaced was copied, and ends the session, whoever presents it with
	 * whatever else.
	 * @param value the refresh token as it was presented
	 * @param clientId the client that presented it
	 * @return the token with its session, or empty if it is forged, foreign, replaced or
	 * expired or its user may not use it
	 */
	Optional<PresentedToken> present(String value, ClientId clientId) {
		Optional<PresentedToken> presented = this.refreshTokens.read(value).flatMap(this::present);
		presented.filter(this::isReplaced).ifPresent((each) -> endCopied(each.session()));
		return presented.filter((each) -> !isReplaced(each))
			.filter((each) -> each.session().clientId().equals(clientId));
	}

	private Optional<PresentedToken> present(RefreshToken token) {
		Instant readAt = this.clock.instant();
		return findLive(token.sid()).map((session) -> new PresentedToken(token, session, readAt));
	}

	// What was read may be old and show less than there is, so nothing counts as replaced
	// that is not.
	private boolean isReplaced(PresentedToken presented) {
		int ahead = presented.session().generation() - presented.token().generation();
		Instant graceEnds = presented.session().refreshedAt().plus(this.properties.refreshGrace());
		return ahead > 1 || (ahead == 1 && presented.readAt().isAfter(graceEnds));
	}

	/**
	 * Exchanges a refresh token for its successor. The newest token of a session moves it
	 * on; so does one that the session does not know yet, since nobody else can have made
	 * it: the database has lost the refresh. The one before the newest yields the same
	 * successor again for a while, so that a lost answer loses nobody.
	 * @param presented the token with its session
	 * @return the successor, or empty if the session has ended
	 * @throws TokenRequestRefused with {@code temporarily_unavailable} if others were
	 * faster again and again
	 */
	Optional<OAuth2RefreshToken> exchange(PresentedToken presented) {
		Optional<PresentedToken> current = Optional.of(presented);
		for (int attempt = 0; attempt < ATTEMPTS && current.isPresent(); attempt++) {
			Optional<OAuth2RefreshToken> successor = tryExchange(current.get());
			if (successor.isPresent()) {
				return successor;
			}
			// Another request with the same token was faster, or the session has ended.
			current = present(presented.token());
		}
		if (current.isPresent()) {
			throw TokenRequestRefused.temporarilyUnavailable(RETRY_AFTER);
		}
		return Optional.empty();
	}

	private Optional<OAuth2RefreshToken> tryExchange(PresentedToken presented) {
		try {
			return exchangeOnce(presented);
		}
		catch (DataAccessException | TransactionException ex) {
			DatabaseFault fault = DatabaseFault.of(ex);
			if (!fault.isUndone()) {
				throw ex;
			}
			logger.debug("A refresh met another change of its session: {}", fault.summary());
			return Optional.empty();
		}
	}

	private Optional<OAuth2RefreshToken> exchangeOnce(PresentedToken presented) {
		SessionDetails session = presented.session();
		int generation = presented.token().generation();
		boolean exchanged;
		if (session.generation() <= generation) {
			exchanged = this.rows.rotate(session.sid(), generation, this.clock.instant());
		}
		else if (isReplaced(presented)) {
			endCopied(session);
			exchanged = false;
		}
		else {
			exchanged = repeat(session);
		}
		return exchanged ? Optional.of(successor(presented)) : Optional.empty();
	}

	// A lost answer is asked for again now and then; who does so at most refreshes shares
	// the session with somebody else, who uses the same grace.
	private boolean repeat(SessionDetails session) {
		int repeats = Integer.bitCount(session.repeats() | 1);
		boolean noted = this.transactions.execute((status) -> {
			boolean first = this.rows.noteRepeat(session.sid(), session.generation());
			if (first) {
				this.auditLog.record(event(AuditEventType.REFRESH_REPEATED, session)
					.because(repeats + " of the last " + REMEMBERED_REFRESHES + " refreshes"));
			}
			return first;
		});
		if (noted) {
			this.repeats.increment();
		}
		if (repeats < SUSPICIOUS_REPEATS) {
			return true;
		}
		endCopied(session);
		return false;
	}

	private void endCopied(SessionDetails session) {
		boolean ended = this.transactions.execute((status) -> {
			boolean first = end(session.sid());
			if (first) {
				this.auditLog.record(event(AuditEventType.REFRESH_TOKEN_REUSED, session));
			}
			return first;
		});
		if (ended) {
			this.reuses.increment();
			logger.warn("Session {} of user {} ended: its refresh token was copied", session.sid(), session.sub());
		}
	}

	private static AuditEvent event(AuditEventType type, SessionDetails session) {
		return AuditEvent.of(type, session.clientId().value())
			.client(session.clientId().value())
			.user(session.sub().value())
			.session(session.sid().value());
	}

	private OAuth2RefreshToken successor(PresentedToken presented) {
		RefreshToken successor = new RefreshToken(presented.session().sid(), presented.token().generation() + 1);
		return this.refreshTokens.issue(successor, this.clock.instant(), presented.session().expiresAt());
	}

}
