package io.wegrant.server.selfservice;

import io.wegrant.server.staff.PhoneNumber;

/**
 * The number that the user holds now.
 *
 * @param phone the number, of which all digits but the last two are hidden
 */
record BoundPhone(String phone) {

	static BoundPhone of(PhoneNumber number) {
		return new BoundPhone(number.masked());
	}

}
