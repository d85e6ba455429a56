package io.wegrant.server.selfservice;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.wegrant.server.sessions.SessionDetails;

/**
 * When a session was refreshed last and when it expires, as far as its user is told: to
 * the hour. Who has stolen one token could read the exact time of the holder's last
 * refresh from either, and so when to come for the next token unnoticed.
 *
 * @param refreshedAt the hour in which it was last refreshed, or else opened
 * @param expiresAt the end of the hour in which it expires, unless that is how long it
 * lives at most, which no refresh changes
 */
record ToldTimes(Instant refreshedAt, Instant expiresAt) {

	static ToldTimes of(SessionDetails session, Instant expiry) {
		Instant hour = expiry.truncatedTo(ChronoUnit.HOURS);
		Instant endOfHour = hour.equals(expiry) ? hour : hour.plus(Duration.ofHours(1));
		return new ToldTimes(session.refreshedAt().truncatedTo(ChronoUnit.HOURS),
				endOfHour.isBefore(session.expiresAt()) ? endOfHour : session.expiresAt());
	}

}
