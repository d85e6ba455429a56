package io.wegrant.demo.appointments;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/**
 * The appointments, of which no two take one slot. Two bookings that come at once are
 * told apart by a unique index, so there is nothing to lock.
 */
@Component
final class Appointments {

	/** Slots begin at the full and at the half hour. */
	private static final Set<Duration> SLOTS = Set.of(Duration.ZERO, Duration.ofMinutes(30));

	private static final Duration AHEAD = Duration.ofDays(60);

	private final AppointmentRows rows;

	private final Clock clock;

	Appointments(AppointmentRows rows, Clock clock) {
		this.rows = rows;
		this.clock = clock;
	}

	/**
	 * Tells whether there is such a slot, taken or not.
	 * @param slot when an appointment would begin
	 * @return whether it is a time for appointments, and one within the next 60 days
	 */
	boolean isOffered(Instant slot) {
		Instant now = this.clock.instant();
		return slot.isAfter(now) && slot.isBefore(now.plus(AHEAD))
				&& SLOTS.contains(Duration.between(slot.truncatedTo(ChronoUnit.HOURS), slot));
	}

	/**
	 * Books an appointment.
	 * @param booking what is asked for
	 * @param caller for whom
	 * @return the appointment, or empty if the slot is taken
	 */
	Optional<Appointment> book(Booking booking, Caller caller) {
		try {
			return Optional.of(this.rows
				.save(Appointment.booked(caller.sub(), booking.slot(), booking.service(), this.clock.instant())));
		}
		catch (DuplicateKeyException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Finds an appointment.
	 * @param id its number
	 * @param caller who asks
	 * @return the appointment, or empty if the caller may see none of that number
	 */
	Optional<Appointment> find(long id, Caller caller) {
		return this.rows.findById(id).filter(caller::maySee);
	}

	List<Appointment> list(Caller caller, int page, int size) {
		long offset = (long) page * size;
		return caller.staff() ? this.rows.findAll(size, offset) : this.rows.findOf(caller.sub(), size, offset);
	}

	long count(Caller caller) {
		return caller.staff() ? this.rows.count() : this.rows.countOf(caller.sub());
	}

	/**
	 * Cancels an appointment, if that has not been done.
	 * @param id its number
	 */
	void cancel(long id) {
		this.rows.cancel(id);
	}

	/**
	 * Confirms an appointment.
	 * @param id its number
	 * @return the appointment as it is now: confirmed, unless it was cancelled
	 */
	Optional<Appointment> confirm(long id) {
		this.rows.confirm(id);
		return this.rows.findById(id);
	}

}
