package io.wegrant.server.audit;

/**
 * What the audit log speaks of. The names are stored: they may be added to, not changed.
 */
public enum AuditEventType {

	/** WeChat intercepted the log-in of a user it holds to be risky (40226). */
	LOGIN_BLOCKED_BY_WECHAT,

	/** A user who is not active tried to log in. */
	LOGIN_OF_INACTIVE_USER,

	/**
	 * A refresh token was copied: one came that its session had replaced, or its answers
	 * were asked for again too often. The session ended.
	 */
	REFRESH_TOKEN_REUSED,

	/** The answer of a refresh was given again; the reason says how often of late. */
	REFRESH_REPEATED,

	/** A session was ended by its client or by one that may revoke any token. */
	SESSION_REVOKED,

	/** A token without a session was revoked. */
	TOKEN_REVOKED,

	/** All sessions of a user were ended. */
	USER_SESSIONS_REVOKED,

	/** All sessions of a client were ended. */
	CLIENT_SESSIONS_REVOKED,

	/** A user was locked out. */
	USER_DISABLED,

	/** A user was let in again. */
	USER_ENABLED,

	/** A user changed the profile. */
	PROFILE_CHANGED,

	/** A user changed the picture or took it away. */
	PICTURE_CHANGED,

	/** A user took along what is held of them. */
	ACCOUNT_EXPORTED,

	/** A user's account was closed, and what was known of the person erased. */
	ACCOUNT_CLOSED,

	/** Two users were made one; there is an event for each of them. */
	USER_MERGED,

	/** A user became the holder of a phone number. */
	PHONE_BOUND,

	/** A user lost a phone number to another one, for whom WeChat vouched later. */
	PHONE_LOST,

	/** The roles that a user was given directly were replaced. */
	ROLES_GRANTED,

	/** An entry of the staff directory was added, or got other roles. */
	STAFF_CHANGED,

	/** An entry of the staff directory was removed. */
	STAFF_REMOVED,

	/** A service had something done at WeChat; the reason says what. */
	WECHAT_SERVICE_USED,

	/** The rotation of a signing key was begun. */
	KEY_ROTATED,

	/** A signing key was withdrawn. */
	KEY_WITHDRAWN

}
