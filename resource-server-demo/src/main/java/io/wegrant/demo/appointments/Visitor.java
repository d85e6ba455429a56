package io.wegrant.demo.appointments;

import java.util.Objects;

import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/**
 * Who is asking, as far as the access token says. The service asks nobody else and keeps
 * no users of its own.
 *
 * @param sub the user's name at the provider, under which the service keeps their data
 * @param person whether somebody has logged in; only people have a session
 * @param staff whether the user has the role {@code STAFF}
 */
record Visitor(String sub, boolean person, boolean staff) {

	static Visitor of(JwtAuthenticationToken authentication) {
		boolean staff = authentication.getAuthorities()
			.stream()
			.anyMatch((authority) -> "ROLE_STAFF".equals(authority.getAuthority()));
		return new Visitor(Objects.requireNonNull(authentication.getToken().getSubject()),
				authentication.getToken().hasClaim("sid"), staff);
	}

	boolean maySee(Appointment appointment) {
		return this.staff || appointment.sub().equals(this.sub);
	}

}
