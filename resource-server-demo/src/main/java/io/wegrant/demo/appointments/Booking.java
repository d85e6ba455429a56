package io.wegrant.demo.appointments;

import java.time.Instant;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/**
 * What a user asks for.
 *
 * @param slot when the appointment is to begin
 * @param service what it is for, 1 to 40 characters
 */
record Booking(@NotNull Instant slot, @NotNull @Pattern(regexp = "[^\\p{Cntrl}]{0,39}[^\\p{Cntrl}\\s]",
		message = "must be 1 to 40 characters on one line") String service) {

}
