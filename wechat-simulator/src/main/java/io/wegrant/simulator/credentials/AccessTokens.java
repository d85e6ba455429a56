package io.wegrant.simulator.credentials;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

import org.springframework.stereotype.Component;

/**
 * The access tokens in circulation: for each mini-program one line of classic tokens, in
 * which a new one replaces the last, and one line of stable tokens. Neither line touches
 * the other.
 */
@Component
public final class AccessTokens {

	private static final Duration LIFETIME = Duration.ofHours(2);

	private static final Duration OVERLAP = Duration.ofMinutes(5);

	private static final Duration MEMORY = Duration.ofDays(1);

	private static final int TOKEN_BYTES = 96;

	private final Map<String, IssuedToken> issued = new HashMap<>();

	private final Map<String, AccessToken> classic = new HashMap<>();

	private final Map<String, AccessToken> stable = new HashMap<>();

	private final Map<String, ForcedRefreshes> forced = new HashMap<>();

	private final Clock clock;

	private final SecureRandom random;

	AccessTokens(Clock clock, SecureRandom random) {
		this.clock = clock;
		this.random = random;
	}

	/**
	 * Issues a classic token. The last one works for five minutes more.
	 * @param appid the mini-program
	 * @return the new token
	 */
	public synchronized AccessToken renewClassic(String appid) {
		AccessToken token = mint(appid);
		AccessToken last = this.classic.put(appid, token);
		if (last != null) {
			replace(last, this.clock.instant().plus(OVERLAP));
		}
		return token;
	}

	/**
	 * Returns the stable token, which is a new one when less than five minutes are left
	 * of the last.
	 * @param appid the mini-program
	 * @return the token
	 */
	public synchronized AccessToken stable(String appid) {
		AccessToken token = this.stable.get(appid);
		if (token == null || token.remainingSeconds(this.clock.instant()) < OVERLAP.toSeconds()) {
			token = mint(appid);
			this.stable.put(appid, token);
		}
		return token;
	}

	/**
	 * Replaces the stable token at once, unless that was done a moment ago.
	 * @param appid the mini-program
	 * @return the token in force
	 * @throws RefreshQuotaExceededException when today's forced refreshes are used up
	 */
	public synchronized AccessToken forceStable(String appid) {
		Instant now = this.clock.instant();
		ForcedRefreshes refreshes = this.forced.getOrDefault(appid, ForcedRefreshes.NONE);
		if (refreshes.isRecent(now)) {
			return stable(appid);
		}
		this.forced.put(appid, refreshes.next(now));
		AccessToken last = this.stable.put(appid, mint(appid));
		if (last != null) {
			replace(last, now);
		}
		return stable(appid);
	}

	/**
	 * Judges a token that a caller presents.
	 * @param value the token
	 * @return the finding
	 */
	public synchronized TokenCheck check(String value) {
		IssuedToken found = this.issued.get(value);
		Instant now = this.clock.instant();
		if (found == null) {
			return new TokenCheck.Unknown();
		}
		if (!now.isBefore(found.token().expiresAt())) {
			return new TokenCheck.Expired();
		}
		if (!now.isBefore(found.worksUntil())) {
			return new TokenCheck.Replaced();
		}
		return new TokenCheck.Valid(found.token().appid());
	}

	/**
	 * Forgets every token.
	 */
	public synchronized void clear() {
		this.issued.clear();
		this.classic.clear();
		this.stable.clear();
		this.forced.clear();
	}

	private AccessToken mint(String appid) {
		Instant now = this.clock.instant();
		this.issued.values().removeIf((old) -> old.token().expiresAt().plus(MEMORY).isBefore(now));
		byte[] bytes = new byte[TOKEN_BYTES];
		this.random.nextBytes(bytes);
		String value = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
		AccessToken token = new AccessToken(value, appid, now.plus(LIFETIME));
		this.issued.put(value, new IssuedToken(token, token.expiresAt()));
		return token;
	}

	private void replace(AccessToken token, Instant worksUntil) {
		this.issued.computeIfPresent(token.value(), (value, old) -> new IssuedToken(token, worksUntil));
	}

	private record IssuedToken(AccessToken token, Instant worksUntil) {

	}

}
