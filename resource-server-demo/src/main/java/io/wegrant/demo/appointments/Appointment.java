package io.wegrant.demo.appointments;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;

/**
 * An appointment.
 *
 * @param id its number
 * @param userSub whose it is: the {@code sub} of the user's tokens
 * @param slotMillis when it begins, in milliseconds since 1970
 * @param takenSlot the same while it takes the slot, so that no other can
 * @param service what it is for
 * @param status how far it has come
 * @param createdMillis when it was booked, in milliseconds since 1970
 */
record Appointment(@Id @Nullable Long id, String userSub, long slotMillis, @Nullable Long takenSlot, String service,
		AppointmentStatus status, long createdMillis) {

	static Appointment booked(String userSub, Instant slot, String service, Instant now) {
		return new Appointment(null, userSub, slot.toEpochMilli(), slot.toEpochMilli(), service,
				AppointmentStatus.BOOKED, now.toEpochMilli());
	}

}
