package io.wegrant.server.sessions;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.accounts.HashedOpenid;
import io.wegrant.server.accounts.WechatAccount;
import io.wegrant.server.accounts.WechatIds;
import io.wegrant.server.authorization.HeardRevocations;
import io.wegrant.server.authorization.TokenEpochs;
import io.wegrant.server.clients.ClientId;
import io.wegrant.server.clients.Clients;
import io.wegrant.server.secrets.Ciphertext;
import io.wegrant.server.secrets.EncryptedColumn;
import io.wegrant.server.secrets.MasterKeyset;
import io.wegrant.server.sessions.Places.Place;
import io.wegrant.server.settings.TimeAllowances;

/**
 * Opens sessions, in two statements and without a lock: one reads who logs in, with the
 * epochs and the sessions that are there; one writes the session to its place, unless
 * another login has taken that. Whoever locks the user out meanwhile, or ends all
 * sessions, begins a new epoch, and a session of the epoch before is over.
 */
public final class NewSessions {

	static final EncryptedColumn SESSION_KEY = new EncryptedColumn("login_session", "id", "session_key",
			List.of("sid"));

	private final SessionRows rows;

	private final Sessions sessions;

	private final HeardRevocations heard;

	private final RefreshTokens refreshTokens;

	private final WechatIds wechatIds;

	private final MasterKeyset keyset;

	private final Clients clients;

	private final ApplicationEventPublisher events;

	private final TransactionTemplate transactions;

	private final SessionProperties properties;

	private final Clock clock;

	NewSessions(SessionRows rows, Sessions sessions, HeardRevocations heard, RefreshTokens refreshTokens,
			WechatIds wechatIds, MasterKeyset keyset, Clients clients, ApplicationEventPublisher events,
			TransactionTemplate transactions, SessionProperties properties, Clock clock) {
		this.rows = rows;
		this.sessions = sessions;
		this.heard = heard;
		this.refreshTokens = refreshTokens;
		this.wechatIds = wechatIds;
		this.keyset = keyset;
		this.clients = clients;
		this.events = events;
		this.transactions = transactions;
		this.properties = properties;
		this.clock = clock;
	}

	/**
	 * Reads who logs in.
	 * @param account the mini-program, and the person's openid in it
	 * @param clientId the client in which the person logs in
	 * @return what is known of the person, or empty at the first login
	 */
	public Optional<KnownPerson> find(WechatAccount account, ClientId clientId) {
		Instant readAt = this.clock.instant();
		HashedOpenid openid = this.wechatIds.hash(account);
		return KnownPerson.of(this.rows.findLogin(openid.appid(), openid.hash(), clientId), clientId, readAt);
	}

	/**
	 * Opens a session. The oldest makes room where the user has as many with the client
	 * as may be; what is beyond that, since the setting was lowered, ends.
	 * @param person who logs in
	 * @param request what the login brings
	 * @return the session, or empty if others took each place there was: what was read is
	 * old
	 */
	public Optional<OpenedSession> open(KnownPerson person, SessionRequest request) {
		Instant now = this.clock.instant();
		SessionId sid = this.refreshTokens.newSid();
		Ciphertext sessionKey = request.sessionKey()
			.map((key) -> this.keyset.encrypt(key, SESSION_KEY.context(List.of(sid.value()))))
			.orElse(null);
		NewSession session = new NewSession(sid, person, request, sessionKey, now,
				now.plus(this.properties.absoluteLifetime()));
		Places places = new Places(this.properties.maxPerUserAndClient(), person.kept(),
				(kept) -> isOver(kept, person, now));
		return places.inOrder()
			.stream()
			.filter((place) -> take(place, session))
			.findFirst()
			.filter((place) -> isStillOpen(session))
			.map((place) -> new OpenedSession(sid, firstToken(session)));
	}

	// What was read may have been old already; then the feed is ahead of it, mostly.
	private boolean isStillOpen(NewSession session) {
		KnownPerson person = session.person();
		TokenEpochs lowest = this.heard.lowest(Optional.of(person.user().sub().value()), person.clientId().value());
		return !person.tokenEpochs().isBefore(lowest) || this.sessions.findLive(session.sid()).isPresent();
	}

	private boolean take(Place place, NewSession session) {
		boolean silent = place.leaving()
			.stream()
			.allMatch((each) -> place.isOf(each) && !mayHaveTokens(each, session.createdAt()));
		if (silent) {
			return store(place, session);
		}
		return this.transactions.execute((status) -> {
			boolean stored = store(place, session);
			if (stored) {
				place.leaving().forEach((each) -> end(each, place, session.createdAt()));
			}
			return stored;
		});
	}

	private void end(KeptSession leaving, Place place, Instant now) {
		boolean ended = place.isOf(leaving) ? mayHaveTokens(leaving, now)
				: this.rows.end(leaving.sid(), now, now.plus(this.properties.keepEnded()));
		if (ended) {
			this.events.publishEvent(new SessionEnded(leaving.sid()));
		}
	}

	// As long as an entry of the feed would live: after that no access token is left.
	private boolean mayHaveTokens(KeptSession session, Instant now) {
		return session.refreshedAt()
			.plus(this.properties.refreshGrace())
			.plus(this.clients.accessTokenLifetime())
			.plus(TimeAllowances.REVOCATION_MARGIN)
			.isAfter(now);
	}

	private boolean store(Place place, NewSession session) {
		return place.replaced()
			.map((replaced) -> replace(replaced, session))
			.orElseGet(() -> add(place.slot(), session));
	}

	private boolean replace(KeptSession replaced, NewSession session) {
		return this.rows.replace(replaced.sid(), replaced.generation(), session.sid(), session.person().identityId(),
				session.person().user().sessionEpoch(), session.person().clientSessionEpoch(), session.scopes(),
				session.resources(), session.request().device().orElse(null), session.sessionKey(), session.keyAge(),
				session.createdAt(), session.expiresAt());
	}

	private boolean add(int slot, NewSession session) {
		this.rows.add(session.sid(), session.person().user().id(), session.person().clientId(), slot,
				session.person().identityId(), session.person().user().sessionEpoch(),
				session.person().clientSessionEpoch(), session.scopes(), session.resources(),
				session.request().device().orElse(null), session.sessionKey(), session.keyAge(), session.createdAt(),
				session.expiresAt(), this.properties.expiry(session.createdAt(), session.expiresAt()));
		return true;
	}

	private boolean isOver(KeptSession kept, KnownPerson person, Instant now) {
		return kept.endedAt() != null || kept.userEpoch() < person.user().sessionEpoch()
				|| kept.clientEpoch() < person.clientSessionEpoch()
				|| !now.isBefore(this.properties.expiry(kept.refreshedAt(), kept.expiresAt()));
	}

	private OAuth2RefreshToken firstToken(NewSession session) {
		return this.refreshTokens.issue(new RefreshToken(session.sid(), 0), session.createdAt(), session.expiresAt());
	}

	private record NewSession(SessionId sid, KnownPerson person, SessionRequest request,
			@Nullable Ciphertext sessionKey, Instant createdAt, Instant expiresAt) {

		// A session takes 4 bytes less with it than with the time.
		int keyAge() {
			return (int) Duration.between(this.request.askedAt(), this.createdAt).toMillis();
		}

		StoredScopes scopes() {
			return StoredScopes.of(this.request.access().scopes());
		}

		StoredResources resources() {
			return StoredResources.of(this.request.access().resources());
		}

	}

}
