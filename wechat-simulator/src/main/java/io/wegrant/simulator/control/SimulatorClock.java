package io.wegrant.simulator.control;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;

import org.springframework.stereotype.Component;
import org.springframework.util.Assert;

/**
 * The time that the simulator lives by: the system's, moved ahead as far as tests ask.
 */
@Component
final class SimulatorClock extends Clock {

	private static final Duration FARTHEST = Duration.ofDays(3650);

	private final Clock system;

	private final AtomicReference<Duration> ahead;

	SimulatorClock() {
		this(Clock.systemUTC(), new AtomicReference<>(Duration.ZERO));
	}

	private SimulatorClock(Clock system, AtomicReference<Duration> ahead) {
		this.system = system;
		this.ahead = ahead;
	}

	@Override
	public Instant instant() {
		return this.system.instant().plus(this.ahead.get());
	}

	@Override
	public ZoneId getZone() {
		return this.system.getZone();
	}

	@Override
	public Clock withZone(ZoneId zone) {
		return new SimulatorClock(this.system.withZone(zone), this.ahead);
	}

	void advance(Duration duration) {
		this.ahead.updateAndGet((ahead) -> {
			Assert.isTrue(duration.compareTo(FARTHEST.minus(ahead)) <= 0,
					() -> "The clock cannot be more than " + FARTHEST.toDays() + " days ahead");
			return ahead.plus(duration);
		});
	}

	void reset() {
		this.ahead.set(Duration.ZERO);
	}

}
