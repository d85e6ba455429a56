package io.wegrant.demo.appointments;

import org.springframework.stereotype.Component;

import io.wegrant.resourceserver.AccountEvent;
import io.wegrant.resourceserver.AccountEventListener;

/**
 * Lets appointments follow what happens to accounts at the provider. Each event may come
 * more than once, and each step changes only what still has the {@code sub} of the event:
 * a repeat goes on where the last attempt has ended, or finds nothing to do.
 */
@Component
final class AppointmentsOfAccounts implements AccountEventListener {

	private final Appointments appointments;

	private final Bookings bookings;

	AppointmentsOfAccounts(Appointments appointments, Bookings bookings) {
		this.appointments = appointments;
		this.bookings = bookings;
	}

	@Override
	public void onEvent(AccountEvent event) {
		if (event instanceof AccountEvent.Purged) {
			this.appointments.erase(event.sub());
		}
		else if (event instanceof AccountEvent.Merged merged) {
			this.bookings.move(merged.sub(), merged.into());
		}
	}

}
