package io.wegrant.demo.appointments;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * An appointment as it is answered.
 *
 * @param id its name
 * @param slot when it begins
 * @param service what the user comes for
 * @param status how far it has got
 * @param createdAt when it was booked
 * @param user whose it is; only staff are told
 */
record AppointmentItem(String id, Instant slot, String service, AppointmentStatus status,
		@JsonProperty("created_at") Instant createdAt,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String user) {

	static AppointmentItem of(Appointment appointment, Visitor visitor) {
		return new AppointmentItem(appointment.id(), appointment.slot(), appointment.service(), appointment.status(),
				appointment.created(), visitor.staff() ? appointment.sub() : null);
	}

}
