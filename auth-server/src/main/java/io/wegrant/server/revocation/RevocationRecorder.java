package io.wegrant.server.revocation;

import java.time.Clock;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.accounts.UserTokensEnded;
import io.wegrant.server.clients.ClientTokensEnded;
import io.wegrant.server.clients.Clients;
import io.wegrant.server.keys.KeyWithdrawn;
import io.wegrant.server.sessions.SessionEnded;
import io.wegrant.server.settings.TimeAllowances;
import io.wegrant.server.storage.AfterCommit;

/**
 * Writes the feed. Entries are written in the transaction of the change, as the last
 * thing before it commits: their number is taken under the lock of the node's own row,
 * which is held until the commit, so that numbers become visible in their order; and
 * because nothing else is locked after it, it is held for a moment only and cannot be
 * part of a deadlock.
 */
final class RevocationRecorder {

	private final RevocationRows rows;

	private final OwnLane lane;

	private final RevocationWindow window;

	private final Clients clients;

	private final TransactionTemplate transactions;

	private final Clock clock;

	RevocationRecorder(RevocationRows rows, RevocationWindow window, Clients clients, TransactionTemplate transactions,
			Clock clock) {
		this.rows = rows;
		this.lane = new OwnLane(rows);
		this.window = window;
		this.clients = clients;
		this.transactions = transactions;
		this.clock = clock;
	}

	/**
	 * Revokes one access token that belongs to no session.
	 * @param jti the token's id
	 */
	void revokeToken(String jti) {
		this.transactions.executeWithoutResult((status) -> {
			add(RevocationType.JTI, jti, null);
			AfterCommit.run(this.window::catchUpSoon);
		});
	}

	@TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
	void on(SessionEnded event) {
		add(RevocationType.SID, event.sid().value(), null);
	}

	@TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
	void on(UserTokensEnded event) {
		add(RevocationType.SUB, event.sub().value(), event.lowestEpoch());
	}

	@TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
	void on(ClientTokensEnded event) {
		add(RevocationType.CLIENT_ID, event.clientId().value(), event.lowestEpoch());
	}

	@TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
	void on(KeyWithdrawn event) {
		add(RevocationType.KID, event.kid(), null, event.until());
	}

	@TransactionalEventListener(
			classes = { SessionEnded.class, UserTokensEnded.class, ClientTokensEnded.class, KeyWithdrawn.class })
	void afterCommit() {
		this.window.catchUpSoon();
	}

	private void add(RevocationType type, String name, @Nullable Long lowestEpoch) {
		add(type, name, lowestEpoch, expiry());
	}

	private void add(RevocationType type, String name, @Nullable Long lowestEpoch, Instant expiresAt) {
		OwnLane.Place place = this.lane.next();
		this.rows.add(place.lane(), place.seq(), type, RevocationEntry.digest(name), lowestEpoch,
				expiresAt.getEpochSecond());
	}

	private Instant expiry() {
		return this.clock.instant().plus(this.clients.accessTokenLifetime()).plus(TimeAllowances.REVOCATION_MARGIN);
	}

}
