package io.wegrant.demo.appointments;

import java.net.URI;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
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

import io.wegrant.demo.FieldProblemException;

/**
 * The appointments over HTTP. The scope says what the mini-program may do for its user,
 * the role who the user is. Another user's appointment is answered like one that is not
 * there.
 */
@RestController
@RequestMapping("/appointments")
@PreAuthorize("hasAuthority('SCOPE_appointments')")
class AppointmentController {

	private static final int LAST_YEAR = 9999;

	private final Appointments appointments;

	private final Bookings bookings;

	AppointmentController(Appointments appointments, Bookings bookings) {
		this.appointments = appointments;
		this.bookings = bookings;
	}

	@GetMapping
	AppointmentsPage list(JwtAuthenticationToken authentication,
			@RequestParam(required = false) @Nullable AppointmentStatus status,
			@RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate day,
			@RequestParam(defaultValue = "0") @Min(0) int page,
			@RequestParam(defaultValue = "20") @Min(1) @Max(100) int size) {
		Visitor visitor = Visitor.of(authentication);
		String state = (status != null) ? status.name() : "";
		long start = (day != null) ? midnight(day) : 0;
		long end = (day != null) ? midnight(day.plusDays(1)) : Long.MAX_VALUE;
		List<AppointmentItem> items = this.appointments
			.find(visitor.staff(), visitor.sub(), state, start, end, size, (long) page * size)
			.stream()
			.map((appointment) -> AppointmentItem.of(appointment, visitor))
			.toList();
		return new AppointmentsPage(items, page, size,
				this.appointments.count(visitor.staff(), visitor.sub(), state, start, end));
	}

	@GetMapping("/{id}")
	AppointmentItem read(JwtAuthenticationToken authentication, @PathVariable String id) {
		Visitor visitor = Visitor.of(authentication);
		return AppointmentItem.of(find(id, visitor), visitor);
	}

	@PostMapping
	ResponseEntity<AppointmentItem> book(JwtAuthenticationToken authentication, @RequestBody @Valid Booking booking) {
		Visitor visitor = Visitor.of(authentication);
		if (!visitor.person()) {
			throw new ResponseStatusException(HttpStatus.FORBIDDEN, "Only people who have logged in can book.");
		}
		BookingResult result = this.bookings.book(visitor.sub(), booking);
		if (result instanceof BookingResult.Booked booked) {
			AppointmentItem item = AppointmentItem.of(booked.appointment(), visitor);
			return ResponseEntity.created(URI.create("/appointments/" + item.id())).body(item);
		}
		if (result instanceof BookingResult.SlotTaken) {
			throw new FieldProblemException(HttpStatus.CONFLICT, "slot", "is taken");
		}
		throw new ResponseStatusException(HttpStatus.CONFLICT,
				"No more than " + Bookings.PLACES + " appointments can be open. Cancel one first.");
	}

	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void cancel(JwtAuthenticationToken authentication, @PathVariable String id) {
		this.appointments.cancel(find(id, Visitor.of(authentication)).id());
	}

	@PostMapping("/{id}/confirm")
	AppointmentItem confirm(JwtAuthenticationToken authentication, @PathVariable String id) {
		Visitor visitor = Visitor.of(authentication);
		if (!visitor.staff()) {
			throw new ResponseStatusException(HttpStatus.FORBIDDEN, "Only staff confirm appointments.");
		}
		this.appointments.confirm(id);
		Appointment appointment = find(id, visitor);
		if (appointment.status() != AppointmentStatus.CONFIRMED) {
			throw new ResponseStatusException(HttpStatus.CONFLICT, "The appointment was cancelled.");
		}
		return AppointmentItem.of(appointment, visitor);
	}

	private Appointment find(String id, Visitor visitor) {
		return this.appointments.find(id)
			.filter(visitor::maySee)
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such appointment."));
	}

	private static long midnight(LocalDate day) {
		if (Math.abs(day.getYear()) > LAST_YEAR + 1) {
			throw new FieldProblemException("day", "must be a day like 2026-12-31");
		}
		return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
	}

}
