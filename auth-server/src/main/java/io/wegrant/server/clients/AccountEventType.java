package io.wegrant.server.clients;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What services may hear of accounts. The names are those of the profiles RISC and CAEP
 * of the Shared Signals Framework, as far as they have them.
 */
public enum AccountEventType {

	/** The account was closed for good. */
	ACCOUNT_PURGED,

	/** The user was locked out. */
	ACCOUNT_DISABLED,

	/** The user was let in again. */
	ACCOUNT_ENABLED,

	/** The user has other roles. */
	TOKEN_CLAIMS_CHANGE,

	/** The user has another phone number, or none any more. */
	PHONE_CHANGED,

	/** The user turned out to be another one. */
	USER_MERGED;

	private final String value = name().toLowerCase(Locale.ROOT).replace('_', '-');

	/**
	 * Returns the name in registrations, and at the end of the event's URI.
	 * @return the name
	 */
	public String value() {
		return this.value;
	}

	static Optional<AccountEventType> named(String name) {
		return Arrays.stream(values()).filter((each) -> each.name().equals(name)).findFirst();
	}

	static Optional<AccountEventType> of(String value) {
		return Arrays.stream(values()).filter((each) -> each.value.equals(value)).findFirst();
	}

}
