package io.wegrant.simulator.credentials;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * How often the stable token of one mini-program was replaced by force on one day.
 *
 * @param last the last time
 * @param onThatDay how often on the day of the last time
 */
record ForcedRefreshes(Instant last, int onThatDay) {

	static final ForcedRefreshes NONE = new ForcedRefreshes(Instant.MIN, 0);

	private static final int DAILY_LIMIT = 20;

	private static final Duration PAUSE = Duration.ofSeconds(30);

	// The limit is a daily one, and the days are those of the place where WeChat is run.
	private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

	boolean isRecent(Instant now) {
		return this.onThatDay > 0 && now.isBefore(this.last.plus(PAUSE));
	}

	ForcedRefreshes next(Instant now) {
		if (this.onThatDay == 0 || !day(now).equals(day(this.last))) {
			return new ForcedRefreshes(now, 1);
		}
		if (this.onThatDay == DAILY_LIMIT) {
			throw new RefreshQuotaExceededException();
		}
		return new ForcedRefreshes(now, this.onThatDay + 1);
	}

	private static LocalDate day(Instant instant) {
		return LocalDate.ofInstant(instant, ZONE);
	}

}
