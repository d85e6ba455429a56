package io.wegrant.server.settings;

import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Collects what is wrong with settings. Of each property the first problem is kept. Only
 * numbers and durations are quoted: any other value may be a secret.
 */
public final class SettingsCheck {

	private static final int MAX_PORT = 65_535;

	private final String prefix;

	private final Map<String, String> problems;

	private SettingsCheck(String prefix, Map<String, String> problems) {
		this.prefix = prefix;
		this.problems = problems;
	}

	/**
	 * Begins a check.
	 * @param prefix what the names of the properties begin with, without the last dot
	 * @return the check, without problems
	 */
	public static SettingsCheck of(String prefix) {
		return new SettingsCheck(prefix, new LinkedHashMap<>());
	}

	/**
	 * Returns this check for properties with another prefix.
	 * @param other their prefix, without the last dot
	 * @return a check that shares its problems with this one
	 */
	public SettingsCheck under(String other) {
		return new SettingsCheck(other, this.problems);
	}

	/**
	 * Returns this check for the properties of an entry of a list.
	 * @param name the name of the list
	 * @param index the place of the entry
	 * @return a check that shares its problems with this one
	 */
	public SettingsCheck entry(String name, int index) {
		return under(this.prefix + "." + name + "[" + index + "]");
	}

	/**
	 * Checks a duration.
	 * @param name the name of the property
	 * @param value its value
	 * @param least the shortest that works
	 * @param most the longest that works
	 */
	public void range(String name, Duration value, Duration least, Duration most) {
		if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
			add(name, "is " + text(value) + ", and must be " + text(least) + " to " + text(most));
		}
	}

	/**
	 * Checks a number.
	 * @param name the name of the property
	 * @param value its value
	 * @param least the smallest that works
	 * @param most the greatest that works
	 */
	public void range(String name, long value, long least, long most) {
		if (value < least || value > most) {
			add(name, "is " + value + ", and must be " + least + " to " + most);
		}
	}

	/**
	 * Checks that a property has a value.
	 * @param name the name of the property
	 * @param value its value
	 * @param meaning what it is
	 */
	public void required(String name, @Nullable Object value, String meaning) {
		that(name, value != null, "is missing: " + meaning);
	}

	/**
	 * Checks anything else.
	 * @param name the name of the property
	 * @param holds whether its value works
	 * @param problem what follows the name in the message if it does not: what is wrong
	 * and what is allowed, without the value of a secret
	 */
	public void that(String name, boolean holds, String problem) {
		if (!holds) {
			add(name, problem);
		}
	}

	private void add(String name, String problem) {
		this.problems.putIfAbsent(this.prefix.isEmpty() ? name : this.prefix + "." + name, problem);
	}

	/**
	 * Tells whether all is well so far.
	 * @return whether there is no problem
	 */
	public boolean hasPassed() {
		return this.problems.isEmpty();
	}

	/**
	 * Ends the check.
	 * @throws InvalidSettingsException if there are problems
	 */
	public void end() {
		if (!hasPassed()) {
			throw new InvalidSettingsException(this.problems);
		}
	}

	/**
	 * Tells whether a URL can be connected to.
	 * @param url the URL
	 * @return whether it names a host, and no port or one that exists
	 */
	public static boolean hasAddress(URI url) {
		return url.getHost() != null && url.getPort() != 0 && url.getPort() <= MAX_PORT;
	}

	/**
	 * Writes a duration as it is written in settings.
	 * @param duration the duration
	 * @return a number and the greatest unit that it is a whole number of
	 */
	public static String text(Duration duration) {
		long seconds = duration.getSeconds();
		if (duration.getNano() != 0) {
			boolean isMillis = duration.truncatedTo(ChronoUnit.MILLIS).equals(duration);
			return isMillis ? duration.toMillis() + "ms" : duration.toString();
		}
		for (ChronoUnit unit : List.of(ChronoUnit.DAYS, ChronoUnit.HOURS, ChronoUnit.MINUTES)) {
			long length = unit.getDuration().toSeconds();
			if (seconds != 0 && seconds % length == 0) {
				return seconds / length + unit.name().substring(0, 1).toLowerCase(Locale.ROOT);
			}
		}
		return seconds + "s";
	}

}
