package io.wegrant.demo.appointments;

import java.time.Instant;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * An appointment as it is answered.
 *
 * @param id its number
 * @param slot when it begins
 * @param service what it is for
 * @param status how far it has come
 * @param createdAt when it was booked
 * @param user the {@code sub} of the user, for staff only
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AppointmentItem(long id, Instant slot, String service, AppointmentStatus status, Instant createdAt,
		@Nullable String user) {

	static AppointmentItem of(Appointment appointment, Caller caller) {
		return new AppointmentItem(Objects.requireNonNull(appointment.id()),
				Instant.ofEpochMilli(appointment.slotMillis()), appointment.service(), appointment.status(),
				Instant.ofEpochMilli(appointment.createdMillis()), caller.staff() ? appointment.userSub() : null);
	}

}
