package io.wegrant.demo.appointments;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

import io.wegrant.demo.FieldProblemException;

/**
 * What a user asks for.
 *
 * @param slot when it is to begin, an instant of ISO 8601 in UTC
 * @param service what the user comes for
 */
record Booking(@NotNull @Size(max = 32) String slot,
		@NotNull @Pattern(regexp = SERVICES, message = "must be one of " + SERVICES) String service) {

	static final String SERVICES = "tea-tasting|calligraphy-lesson|gift-wrapping";

	private static final Duration LENGTH = Duration.ofMinutes(30);

	private static final Duration HORIZON = Duration.ofDays(60);

	/**
	 * Reads the slot.
	 * @param now what the time is
	 * @return when it begins
	 * @throws FieldProblemException if it is no slot that can be booked now
	 */
	Instant slotAfter(Instant now) {
		Instant begin = parse(this.slot);
		if (!begin.isAfter(now) || begin.isAfter(now.plus(HORIZON))) {
			throw new FieldProblemException("slot", "must be in the future, within 60 days");
		}
		if (begin.getEpochSecond() % LENGTH.toSeconds() != 0 || begin.getNano() != 0) {
			throw new FieldProblemException("slot", "must begin on the hour or half past");
		}
		return begin;
	}

	private static Instant parse(String text) {
		try {
			if (text.endsWith("Z")) {
				return Instant.parse(text);
			}
		}
		catch (DateTimeException ex) {
			throw notInstant();
		}
		throw notInstant();
	}

	private static FieldProblemException notInstant() {
		return new FieldProblemException("slot", "must be an instant like 2026-12-31T08:30:00Z");
	}

}
