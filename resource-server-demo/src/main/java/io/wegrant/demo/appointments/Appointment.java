package io.wegrant.demo.appointments;

import java.time.Instant;

/**
 * Half an hour of the shop's time for one user, of whom it knows the {@code sub} and
 * nothing else.
 *
 * @param id its random name
 * @param sub the user, as the token names them
 * @param slotAt when it begins, in milliseconds since 1970
 * @param service what the user comes for
 * @param status how far it has got
 * @param createdAt when it was booked, in milliseconds since 1970
 */
record Appointment(String id, String sub, long slotAt, String service, AppointmentStatus status, long createdAt) {

	Instant slot() {
		return Instant.ofEpochMilli(this.slotAt);
	}

	Instant created() {
		return Instant.ofEpochMilli(this.createdAt);
	}

}
