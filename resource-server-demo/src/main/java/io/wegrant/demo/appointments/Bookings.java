package io.wegrant.demo.appointments;

import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/**
 * Books appointments: one for each slot, and a few open ones for each user, however many
 * requests arrive at once.
 * <p>
 * Nothing is locked, and the service may run on several nodes. An open appointment has a
 * slot and one of its user's places, and unique indexes see to it that no other has the
 * same. Whoever loses looks again.
 */
@Component
final class Bookings {

	/**
	 * How many appointments of a user can be open: neither cancelled nor past.
	 */
	static final int PLACES = 5;

	/**
	 * Each lost attempt is one that another request has won, or a deadlock that the
	 * database has broken.
	 */
	private static final int ATTEMPTS = 50;

	private final Appointments appointments;

	private final Clock clock;

	Bookings(Appointments appointments, Clock clock) {
		this.appointments = appointments;
		this.clock = clock;
	}

	BookingResult book(String sub, Booking booking) {
		Instant slot = booking.slotAfter(this.clock.instant());
		return untilWon(() -> attempt(sub, slot.toEpochMilli(), booking.service()));
	}

	/**
	 * Gives all appointments of a user to another one. None is lost: an open one for
	 * which the other has no place left stays open without. Then the other has more open
	 * ones than places, and books no more until a place is free again.
	 * @param sub whose they are
	 * @param into whose they become
	 */
	void move(String sub, String into) {
		this.appointments.leavePastPlaces(sub, this.clock.millis());
		this.appointments.leavePastPlaces(into, this.clock.millis());
		for (int place : this.appointments.findPlaces(sub)) {
			untilWon(() -> {
				OptionalInt free = freePlace(into);
				return this.appointments.move(sub, place, into, free.isPresent() ? free.getAsInt() : null);
			});
		}
		this.appointments.moveOthers(sub, into);
	}

	private static <T> T untilWon(Supplier<T> attempts) {
		for (int attempt = 1;; attempt++) {
			try {
				return attempts.get();
			}
			catch (DuplicateKeyException | ConcurrencyFailureException ex) {
				if (attempt == ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

	private BookingResult attempt(String sub, long slot, String service) {
		if (this.appointments.countTaken(slot) > 0) {
			return new BookingResult.SlotTaken();
		}
		long now = this.clock.millis();
		this.appointments.leavePastPlaces(sub, now);
		OptionalInt place = freePlace(sub);
		if (place.isEmpty()) {
			return new BookingResult.TooManyOpen();
		}
		String id = UUID.randomUUID().toString();
		this.appointments.insert(id, sub, slot, service, now, place.getAsInt());
		return new BookingResult.Booked(new Appointment(id, sub, slot, service, AppointmentStatus.BOOKED, now));
	}

	private OptionalInt freePlace(String sub) {
		Set<Integer> taken = new HashSet<>(this.appointments.findPlaces(sub));
		return IntStream.rangeClosed(1, PLACES).filter((place) -> !taken.contains(place)).findFirst();
	}

}
