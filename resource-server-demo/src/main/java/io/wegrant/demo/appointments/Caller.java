package io.wegrant.demo.appointments;

import org.springframework.security.core.Authentication;

/**
 * Who calls, as the access token says.
 *
 * @param sub the user
 * @param staff whether the user has the role {@code STAFF}
 */
record Caller(String sub, boolean staff) {

	static Caller of(Authentication token) {
		return new Caller(token.getName(),
				token.getAuthorities().stream().anyMatch((each) -> "ROLE_STAFF".equals(each.getAuthority())));
	}

	boolean maySee(Appointment appointment) {
		return this.staff || appointment.userSub().equals(this.sub);
	}

}
