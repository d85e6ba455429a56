package io.wegrant.server.selfservice;

import org.jspecify.annotations.Nullable;

/**
 * The body of a request to bind a phone number. Members that are not known here are
 * ignored, a number among them.
 *
 * @param code the code of the {@code getPhoneNumber} button
 */
record PhoneCode(@Nullable String code) {

	@Override
	public String toString() {
		return "PhoneCode[redacted]";
	}

}
