package io.wegrant.demo.appointments;

/**
 * How far an appointment has got.
 */
enum AppointmentStatus {

	BOOKED, CONFIRMED, CANCELLED

}
