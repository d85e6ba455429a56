package io.wegrant.server.notices;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionException;

import io.wegrant.server.storage.Batches;
import io.wegrant.server.storage.DatabaseFault;

/**
 * How much has not been taken, as it was last counted, for health and meters. And the end
 * of what was told for too long.
 */
final class Backlog implements HealthIndicator, MeterBinder {

	private static final Logger logger = LoggerFactory.getLogger(Backlog.class);

	private static final int BATCH = 500;

	private final AccountEventRows rows;

	private final NoticesProperties properties;

	private final Clock clock;

	private volatile Count count = new Count(0, Optional.empty(), 0);

	Backlog(AccountEventRows rows, NoticesProperties properties, Clock clock) {
		this.rows = rows;
		this.properties = properties;
		this.clock = clock;
	}

	@Scheduled(fixedDelayString = "#{@noticesCountInterval}")
	void count() {
		Batches.delete("Account events that are over", logger, this::giveUp);
		Batches.delete("Account events that were given up", logger, this::purge);
		try {
			AccountEventRows.Crowd waiting = this.rows.waiting();
			this.count = new Count(waiting.events(), Optional.ofNullable(waiting.oldest()), this.rows.dead());
		}
		catch (DataAccessException | TransactionException ex) {
			// The oldest of the last count goes on to grow older.
			logger.warn("Account events could not be counted: {}", DatabaseFault.of(ex).summary());
		}
	}

	private Duration oldest() {
		return this.count.oldest()
			.map((occurredAt) -> Duration.between(occurredAt, this.clock.instant()))
			.filter((age) -> !age.isNegative())
			.orElse(Duration.ZERO);
	}

	private boolean giveUp() {
		Instant now = this.clock.instant();
		List<Long> overdue = this.rows.findOverdue(now.minus(this.properties.retryPeriod()), BATCH);
		int givenUp = overdue.isEmpty() ? 0 : this.rows.giveUp(overdue, now);
		if (givenUp > 0) {
			logger.error("{} account events were given up: no service took them for {}", givenUp,
					this.properties.retryPeriod());
		}
		return givenUp == BATCH;
	}

	private boolean purge() {
		List<Long> dead = this.rows.findDeadSince(this.clock.instant().minus(this.properties.retention()), BATCH);
		return !dead.isEmpty() && this.rows.purge(dead) == BATCH;
	}

	@Override
	public Health health() {
		Count known = this.count;
		return Health.up()
			.withDetail("waiting", known.waiting())
			.withDetail("oldest", oldest().toSeconds() + "s")
			.withDetail("givenUp", known.dead())
			.build();
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("wegrant.account.events.waiting", () -> this.count.waiting())
			.description("Account events that services have not taken yet")
			.register(registry);
		TimeGauge.builder("wegrant.account.events.oldest", () -> oldest().toMillis(), TimeUnit.MILLISECONDS)
			.description("How long ago the first of them happened")
			.register(registry);
		Gauge.builder("wegrant.account.events.dead", () -> this.count.dead())
			.description("Account events that were given up")
			.register(registry);
	}

	/**
	 * What was counted.
	 */
	private record Count(long waiting, Optional<Instant> oldest, long dead) {

	}

}
