package io.wegrant.server.wechat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import io.wegrant.server.clients.MiniProgram;

/**
 * The access tokens of the mini-programs, in memory only. Each is got by one thread while
 * the others wait for it, and again ahead of its end while the others go on with it.
 * WeChat's normal mode gives all callers the same token, so nodes need not agree.
 */
final class StableTokens {

	private static final Logger logger = LoggerFactory.getLogger(StableTokens.class);

	/** WeChat gives a new token once 5 minutes are left of the last. */
	private static final Duration AHEAD = Duration.ofMinutes(4);

	private static final Duration MARGIN = Duration.ofSeconds(30);

	private static final int MAX_LIFETIME_SECONDS = 7200;

	/** How long WeChat is left alone after it gave no token. */
	private static final Duration PAUSE = Duration.ofSeconds(2);

	/**
	 * WeChat replaces a token by force 20 times a day at most, for all nodes and whoever
	 * else has the app secret.
	 */
	private static final Duration BETWEEN_FORCED = Duration.ofHours(3);

	private final WechatHttpClient http;

	private final AppSecrets secrets;

	private final int maxWaiting;

	private final Duration maxWait;

	private final Clock clock;

	private final Map<String, Line> lines = new ConcurrentHashMap<>();

	StableTokens(WechatHttpClient http, AppSecrets secrets, WechatProperties properties, int maxWaiting, Clock clock) {
		this.http = http;
		this.secrets = secrets;
		this.maxWaiting = maxWaiting;
		this.maxWait = properties.maxWait().plus(properties.connectTimeout()).plus(properties.readTimeout());
		this.clock = clock;
	}

	/**
	 * Returns the access token of a mini-program.
	 * @param miniProgram the mini-program
	 * @return the token, or why there is none
	 */
	Reply<AccessToken> current(MiniProgram miniProgram) {
		Line line = line(miniProgram);
		AccessToken token = line.token;
		if (token != null && token.isFresh(this.clock.instant())) {
			return new Reply.Accepted<>(token);
		}
		if (token != null && token.isUsable(this.clock.instant())) {
			return refreshed(line, miniProgram, token);
		}
		return exclusively(line, miniProgram, () -> {
			AccessToken others = line.token;
			return (others != null && others.isUsable(this.clock.instant())) ? new Reply.Accepted<>(others)
					: fetch(line, miniProgram);
		});
	}

	/**
	 * Returns another token than one that WeChat has called invalid. Most likely somebody
	 * has replaced it by force, and the normal mode knows its successor. Only if that
	 * insists on the invalid token, which nothing else can mend, it is replaced by force.
	 * @param miniProgram the mini-program
	 * @param invalid the token that WeChat does not take
	 * @return the token, or why there is none
	 */
	Reply<AccessToken> renew(MiniProgram miniProgram, AccessToken invalid) {
		Line line = line(miniProgram);
		return exclusively(line, miniProgram, () -> {
			AccessToken others = line.token;
			if (others != null && !others.value().equals(invalid.value())) {
				return new Reply.Accepted<>(others);
			}
			line.token = null;
			Reply<AccessToken> reply = fetch(line, miniProgram);
			return isSame(reply, invalid) ? replace(line, miniProgram, invalid) : reply;
		});
	}

	/**
	 * Returns another token than one that WeChat has called invalid in a call that
	 * somebody else made up: what it was about is not known here, so nothing is done by
	 * force.
	 * @param miniProgram the mini-program
	 * @param invalid the token that WeChat did not take
	 * @return the token in force, which may be the same, or why there is none
	 */
	Reply<AccessToken> renewGently(MiniProgram miniProgram, AccessToken invalid) {
		Line line = line(miniProgram);
		return exclusively(line, miniProgram, () -> {
			AccessToken others = line.token;
			return (others != null && !others.value().equals(invalid.value())) ? new Reply.Accepted<>(others)
					: fetch(line, miniProgram);
		});
	}

	private Reply<AccessToken> refreshed(Line line, MiniProgram miniProgram, AccessToken token) {
		if (!line.lock.tryLock()) {
			return new Reply.Accepted<>(token);
		}
		try {
			AccessToken others = line.token;
			if (others != null && others.isFresh(this.clock.instant())) {
				return new Reply.Accepted<>(others);
			}
			Reply<AccessToken> reply = fetch(line, miniProgram);
			return (reply instanceof Reply.Accepted) ? reply : new Reply.Accepted<>(token);
		}
		finally {
			line.lock.unlock();
		}
	}

	private Reply<AccessToken> exclusively(Line line, MiniProgram miniProgram, Supplier<Reply<AccessToken>> action) {
		if (line.lock.getQueueLength() >= this.maxWaiting || !await(line)) {
			logger.warn("Too many wait for the access token of {}, or too long", miniProgram.appid());
			return new Reply.Unavailable<>("saturated", PAUSE);
		}
		try {
			return action.get();
		}
		finally {
			line.lock.unlock();
		}
	}

	private boolean await(Line line) {
		try {
			return line.lock.tryLock(this.maxWait.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private Reply<AccessToken> fetch(Line line, MiniProgram miniProgram) {
		Failure failure = line.failure;
		if (failure != null && isWithin(PAUSE, failure.at())) {
			return failure.reply();
		}
		return keep(line, request(miniProgram, false));
	}

	private Reply<AccessToken> replace(Line line, MiniProgram miniProgram, AccessToken invalid) {
		line.token = null;
		Instant lastForced = line.lastForced;
		Reply<AccessToken> reply = new Reply.Unavailable<>("invalid_token", PAUSE);
		if (lastForced == null || !isWithin(BETWEEN_FORCED, lastForced)) {
			logger.warn("WeChat gives {} an access token that it does not take; it is replaced by force",
					miniProgram.appid());
			line.lastForced = this.clock.instant();
			reply = request(miniProgram, true);
		}
		return keep(line, isSame(reply, invalid) ? new Reply.Unavailable<>("invalid_token", PAUSE) : reply);
	}

	private Reply<AccessToken> keep(Line line, Reply<AccessToken> reply) {
		if (reply instanceof Reply.Accepted<AccessToken> accepted) {
			line.token = accepted.value();
			line.failure = null;
		}
		else {
			line.failure = new Failure(reply, this.clock.instant());
		}
		return reply;
	}

	private Reply<AccessToken> request(MiniProgram miniProgram, boolean force) {
		Instant asked = this.clock.instant();
		return this.secrets.call(miniProgram,
				(secret) -> this.http.post(WechatCall.STABLE_TOKEN, miniProgram.appid(), Map.of(),
						JsonNodeFactory.instance.objectNode()
							.put("grant_type", "client_credential")
							.put("appid", miniProgram.appid())
							.put("secret", secret)
							.put("force_refresh", force),
						(answer) -> read(answer, asked)));
	}

	private static Reply<AccessToken> read(JsonNode answer, Instant asked) {
		String value = ReplyReader.text(answer, "access_token").orElse(null);
		JsonNode expiresIn = answer.get("expires_in");
		if (value == null || expiresIn == null || !expiresIn.canConvertToExactIntegral() || !expiresIn.canConvertToInt()
				|| expiresIn.intValue() <= 0) {
			return new Reply.Refused<>("no_token");
		}
		Duration lifetime = Duration.ofSeconds(Math.min(expiresIn.intValue(), MAX_LIFETIME_SECONDS));
		return new Reply.Accepted<>(AccessToken.of(value, asked, lifetime));
	}

	// What is ahead of the clock was written down before the clock was set back, and
	// binds
	// nobody until the clock has caught up.
	private boolean isWithin(Duration duration, Instant begin) {
		Instant now = this.clock.instant();
		return !now.isBefore(begin) && now.isBefore(begin.plus(duration));
	}

	private static boolean isSame(Reply<AccessToken> reply, AccessToken token) {
		return reply instanceof Reply.Accepted<AccessToken> accepted && accepted.value().value().equals(token.value());
	}

	private Line line(MiniProgram miniProgram) {
		return this.lines.computeIfAbsent(miniProgram.appid(), (appid) -> new Line());
	}

	/**
	 * An access token.
	 *
	 * @param value what WeChat knows it by
	 * @param refreshAt when a new one is asked for
	 * @param unusableAt when it is not used any more
	 */
	record AccessToken(String value, Instant refreshAt, Instant unusableAt) {

		static AccessToken of(String value, Instant asked, Duration lifetime) {
			Duration half = lifetime.dividedBy(2);
			Duration ahead = (half.compareTo(AHEAD) < 0) ? half : AHEAD;
			Duration margin = (half.compareTo(MARGIN) < 0) ? half : MARGIN;
			Instant end = asked.plus(lifetime);
			return new AccessToken(value, end.minus(ahead), end.minus(margin));
		}

		boolean isFresh(Instant now) {
			return now.isBefore(this.refreshAt);
		}

		boolean isUsable(Instant now) {
			return now.isBefore(this.unusableAt);
		}

		@Override
		public String toString() {
			return "AccessToken[redacted]";
		}

	}

	/**
	 * What is known of one mini-program's token; all but the token is guarded by the
	 * lock.
	 */
	private static final class Line {

		private final ReentrantLock lock = new ReentrantLock();

		private volatile @Nullable AccessToken token;

		private @Nullable Failure failure;

		private @Nullable Instant lastForced;

	}

	private record Failure(Reply<AccessToken> reply, Instant at) {

	}

}
