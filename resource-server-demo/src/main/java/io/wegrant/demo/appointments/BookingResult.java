package io.wegrant.demo.appointments;

/**
 * What came of an attempt to book.
 */
sealed interface BookingResult {

	/**
	 * The slot is the user's.
	 *
	 * @param appointment the new appointment
	 */
	record Booked(Appointment appointment) implements BookingResult {

	}

	/**
	 * Somebody has the slot.
	 */
	record SlotTaken() implements BookingResult {

	}

	/**
	 * The user has as many open appointments as one may have.
	 */
	record TooManyOpen() implements BookingResult {

	}

}
