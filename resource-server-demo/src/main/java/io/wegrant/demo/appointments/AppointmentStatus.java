package io.wegrant.demo.appointments;

/**
 * How far an appointment has come. The names are stored.
 */
enum AppointmentStatus {

	/** The user asked for it. */
	BOOKED,

	/** Staff agreed. */
	CONFIRMED,

	/** It will not take place; its slot is free. */
	CANCELLED

}
