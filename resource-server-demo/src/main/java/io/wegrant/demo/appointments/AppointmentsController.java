package io.wegrant.demo.appointments;

import java.net.URI;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import io.wegrant.demo.FieldProblem;

/**
 * The appointments over HTTP. A token that a service got for itself speaks of no user,
 * has no role and may do nothing here.
 */
@RestController
@RequestMapping("/appointments")
@PreAuthorize("hasAuthority('SCOPE_appointments') and hasRole('USER')")
class AppointmentsController {

	private final Appointments appointments;

	AppointmentsController(Appointments appointments) {
		this.appointments = appointments;
	}

	@GetMapping
	AppointmentsPage list(@RequestParam(defaultValue = "0") @Min(0) int page,
			@RequestParam(defaultValue = "20") @Min(1) @Max(100) int size, Authentication token) {
		Caller caller = Caller.of(token);
		return new AppointmentsPage(this.appointments.list(caller, page, size)
			.stream()
			.map((each) -> AppointmentItem.of(each, caller))
			.toList(), page, size, this.appointments.count(caller));
	}

	@GetMapping("/{id}")
	AppointmentItem read(@PathVariable long id, Authentication token) {
		Caller caller = Caller.of(token);
		return AppointmentItem.of(find(id, caller), caller);
	}

	@PostMapping
	ResponseEntity<AppointmentItem> book(@Valid @RequestBody Booking booking, Authentication token) {
		if (!this.appointments.isOffered(booking.slot())) {
			throw new FieldProblem("slot", "must be a full or half hour within the next 60 days");
		}
		Caller caller = Caller.of(token);
		Appointment booked = this.appointments.book(booking, caller)
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.CONFLICT, "The slot is taken."));
		return ResponseEntity.created(URI.create("/appointments/" + booked.id()))
			.body(AppointmentItem.of(booked, caller));
	}

	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void cancel(@PathVariable long id, Authentication token) {
		find(id, Caller.of(token));
		this.appointments.cancel(id);
	}

	@PostMapping("/{id}/confirm")
	@PreAuthorize("hasAuthority('SCOPE_appointments') and hasRole('STAFF')")
	AppointmentItem confirm(@PathVariable long id, Authentication token) {
		Appointment appointment = this.appointments.confirm(id).orElseThrow(AppointmentsController::notFound);
		if (appointment.status() == AppointmentStatus.CANCELLED) {
			throw new ResponseStatusException(HttpStatus.CONFLICT, "The appointment was cancelled.");
		}
		return AppointmentItem.of(appointment, Caller.of(token));
	}

	private Appointment find(long id, Caller caller) {
		return this.appointments.find(id, caller).orElseThrow(AppointmentsController::notFound);
	}

	private static ResponseStatusException notFound() {
		return new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such appointment.");
	}

}
