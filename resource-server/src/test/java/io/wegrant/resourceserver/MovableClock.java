package io.wegrant.resourceserver;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that runs and can be put forward.
 */
public final class MovableClock extends Clock {

	private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

	/**
	 * Puts it forward.
	 * @param time by how much
	 */
	public void letPass(Duration time) {
		this.ahead.updateAndGet((duration) -> duration.plus(time));
	}

	@Override
	public long millis() {
		return System.currentTimeMillis() + this.ahead.get().toMillis();
	}

	@Override
	public Instant instant() {
		return Instant.ofEpochMilli(millis());
	}

	@Override
	public ZoneId getZone() {
		return ZoneOffset.UTC;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		return this;
	}

}
