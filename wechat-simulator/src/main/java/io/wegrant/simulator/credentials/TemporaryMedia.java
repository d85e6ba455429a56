package io.wegrant.simulator.credentials;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.springframework.stereotype.Component;

/**
 * The files that mini-programs gave WeChat, which keeps them for three days: the latest
 * ones, up to a bound.
 */
@Component
public final class TemporaryMedia {

	private static final Duration LIFETIME = Duration.ofDays(3);

	private static final int BOUND = 20;

	private static final int ID_BYTES = 48;

	private final Map<String, Kept> media = new LinkedHashMap<>();

	private final Clock clock;

	private final SecureRandom random;

	TemporaryMedia(Clock clock, SecureRandom random) {
		this.clock = clock;
		this.random = random;
	}

	/**
	 * Keeps a file, and drops the oldest one when there are too many.
	 * @param appid the mini-program
	 * @param file the file
	 * @return the identifier of the file
	 */
	public synchronized String keep(String appid, MediaFile file) {
		byte[] bytes = new byte[ID_BYTES];
		this.random.nextBytes(bytes);
		String id = Base64.getUrlEncoder().encodeToString(bytes);
		if (this.media.size() == BOUND) {
			this.media.remove(this.media.keySet().iterator().next());
		}
		this.media.put(id, new Kept(appid, file, this.clock.instant().plus(LIFETIME)));
		return id;
	}

	/**
	 * Looks a file up.
	 * @param appid the mini-program
	 * @param id the identifier of the file
	 * @return the file, or empty when that mini-program has none under that identifier,
	 * or no more
	 */
	public synchronized Optional<MediaFile> find(String appid, String id) {
		return Optional.ofNullable(this.media.get(id))
			.filter((kept) -> kept.appid().equals(appid) && this.clock.instant().isBefore(kept.until()))
			.map(Kept::file);
	}

	/**
	 * Forgets every file.
	 */
	public synchronized void clear() {
		this.media.clear();
	}

	private record Kept(String appid, MediaFile file, Instant until) {

	}

}
