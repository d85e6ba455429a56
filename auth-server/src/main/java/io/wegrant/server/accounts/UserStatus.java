package io.wegrant.server.accounts;

/**
 * Whether a user may get and use tokens. The names are stored.
 */
public enum UserStatus {

	/** May log in. */
	ACTIVE,

	/** An administrator has locked the user out. */
	DISABLED,

	/** The user has closed the account. */
	CLOSED

}
