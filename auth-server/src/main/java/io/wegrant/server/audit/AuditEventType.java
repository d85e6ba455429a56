package io.wegrant.server.audit;

/**
 * What the audit log speaks of. The names are stored: they may be added to, not changed.
 */
public enum AuditEventType {

	/** WeChat intercepted the log-in of a user it holds to be risky (40226). */
	LOGIN_BLOCKED_BY_WECHAT,

	/** A user who is not active tried to log in. */
	LOGIN_OF_INACTIVE_USER,

	/** A refresh token came that its session had already replaced. */
	REFRESH_TOKEN_REUSED

}
