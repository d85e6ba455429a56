package io.wegrant.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The system clock, moved by the test.
 */
public final class MutableClock extends Clock {

	private volatile Duration offset;

	/**
	 * Creates a clock that shows the system's time.
	 */
	public MutableClock() {
		this(Duration.ZERO);
	}

	MutableClock(Duration offset) {
		this.offset = offset;
	}

	/**
	 * Moves the clock on.
	 * @param duration how far
	 */
	public void advance(Duration duration) {
		this.offset = this.offset.plus(duration);
	}

	/**
	 * Moves the clock on until it shows what another one does, if it is behind.
	 * @param other the other one
	 */
	void catchUp(MutableClock other) {
		if (this.offset.compareTo(other.offset) < 0) {
			this.offset = other.offset;
		}
	}

	Duration offset() {
		return this.offset;
	}

	@Override
	public Instant instant() {
		return Clock.systemUTC().instant().plus(this.offset);
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
