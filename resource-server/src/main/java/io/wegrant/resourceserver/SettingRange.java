package io.wegrant.resourceserver;

import java.time.Duration;

/**
 * Bounds of settings. What is out of them is refused by the name of the setting.
 */
final class SettingRange {

	/** The shortest time that is one. */
	static final Duration SHORTEST = Duration.ofMillis(1);

	/** The longest that an attempt to reach the provider may take. */
	static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);

	/** The largest answer of the provider that can be read, in bytes. */
	static final int LARGEST_ANSWER = 64 << 20;

	private SettingRange() {
	}

	static void check(String setting, Duration value, Duration least, Duration most) {
		check(setting, value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
				"must be " + text(least) + " to " + text(most));
	}

	static void check(String setting, long value, long least, long most, String unit) {
		check(setting, value >= least && value <= most, "must be " + least + " to " + most + " " + unit);
	}

	static void check(String setting, boolean holds, String otherwise) {
		if (!holds) {
			throw new IllegalArgumentException(setting + " " + otherwise);
		}
	}

	private static String text(Duration bound) {
		return (bound.toNanosPart() != 0) ? bound.toMillis() + "ms" : bound.toSeconds() + "s";
	}

}
