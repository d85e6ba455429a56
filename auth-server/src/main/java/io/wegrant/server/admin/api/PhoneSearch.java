package io.wegrant.server.admin.api;

import org.jspecify.annotations.Nullable;

/**
 * The body of a request that looks for a phone number: in the address of a request it
 * would get into logs. Members that are not known here are ignored.
 *
 * @param phone the phone number
 */
record PhoneSearch(@Nullable String phone) {

	@Override
	public String toString() {
		return "PhoneSearch[redacted]";
	}

}
