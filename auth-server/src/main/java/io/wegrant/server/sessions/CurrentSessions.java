package io.wegrant.server.sessions;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.accounts.Sub;
import io.wegrant.server.accounts.Users;
import io.wegrant.server.authorization.HeardRevocations;
import io.wegrant.server.authorization.TokenEpochs;
import io.wegrant.server.authorization.TokenRequestRefused;
import io.wegrant.server.clients.ClientId;
import io.wegrant.server.clients.Clients;
import io.wegrant.server.storage.AfterCommit;

/**
 * Holds what was read of a session against what this node has heard of in the feed, and
 * reads it again where the feed is ahead. A database that stays behind has lost changes
 * that services know of, by a failover or a restored backup: what is needed of them is
 * made again, so that nobody gets a token that services refuse.
 */
final class CurrentSessions {

	private static final Logger logger = LoggerFactory.getLogger(CurrentSessions.class);

	private final HeardRevocations heard;

	private final Sessions sessions;

	private final Users users;

	private final Clients clients;

	private final TransactionTemplate transactions;

	private final Clock clock;

	CurrentSessions(HeardRevocations heard, Sessions sessions, Users users, Clients clients,
			TransactionTemplate transactions, Clock clock) {
		this.heard = heard;
		this.sessions = sessions;
		this.users = users;
		this.clients = clients;
		this.transactions = transactions;
		this.clock = clock;
	}

	/**
	 * Refuses a session that services were told has ended, whatever its row says, and
	 * ends it again.
	 * @param sid the session id
	 * @throws TokenRequestRefused with {@code invalid_grant} if it has
	 */
	void requireNotEnded(SessionId sid) {
		if (this.heard.isSessionEnded(sid.value())) {
			this.sessions.end(sid);
			throw ended();
		}
	}

	/**
	 * Returns a session as it is now.
	 * @param granted the session as it was read
	 * @param clientId its client
	 * @return the session, with which a token may be signed
	 * @throws TokenRequestRefused with {@code invalid_grant} if it has ended
	 */
	GrantedSession current(GrantedSession granted, ClientId clientId) {
		Sub sub = granted.user().sub();
		TokenEpochs lowest = this.heard.lowest(Optional.of(sub.value()), clientId.value());
		return granted.epochs().isBefore(lowest) ? readAgain(granted, lowest) : granted;
	}

	private GrantedSession readAgain(GrantedSession granted, TokenEpochs lowest) {
		return this.transactions.execute((status) -> {
			Instant readAt = this.clock.instant();
			SessionDetails read = live(granted.sid());
			SessionDetails session = read.tokenEpochs().isBefore(lowest) ? raised(read, lowest) : read;
			return new GrantedSession(granted.sid(), session.user(), granted.account(), granted.access(),
					session.tokenEpochs(), readAt, granted.refreshToken());
		});
	}

	private SessionDetails raised(SessionDetails session, TokenEpochs lowest) {
		AfterCommit.run(() -> logger.warn("The database has lost changes of user {} or client {} that services know of",
				session.sub(), session.clientId()));
		lowest.user().ifPresent((epoch) -> this.users.raiseTokenEpoch(session.sub(), epoch));
		this.clients.raiseTokenEpoch(session.clientId(), lowest.client());
		return live(session.sid());
	}

	private SessionDetails live(SessionId sid) {
		return this.sessions.findLive(sid).orElseThrow(CurrentSessions::ended);
	}

	private static TokenRequestRefused ended() {
		return TokenRequestRefused.invalidGrant("the session has ended, log in again");
	}

}
