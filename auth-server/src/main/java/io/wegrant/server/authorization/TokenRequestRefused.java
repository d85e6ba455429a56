package io.wegrant.server.authorization;

import java.io.Serial;
import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;

/**
 * A refusal at an OAuth endpoint with all that its answer needs: the error of RFC 6749
 * section 5.2, the status and, where trying again makes sense, when.
 */
public final class TokenRequestRefused extends OAuth2AuthenticationException {

	/** The error of a {@code resource} that may not be asked for (RFC 8707 section 2). */
	public static final String INVALID_TARGET = "invalid_target";

	@Serial
	private static final long serialVersionUID = 1L;

	private final HttpStatus status;

	private final @Nullable Duration retryAfter;

	private TokenRequestRefused(HttpStatus status, String errorCode, @Nullable String description,
			@Nullable Duration retryAfter) {
		super(new OAuth2Error(errorCode, description, null));
		this.status = status;
		this.retryAfter = retryAfter;
	}

	/**
	 * Refuses a malformed request.
	 * @param description what is wrong, without the value that was sent
	 * @return the refusal, 400 {@code invalid_request}
	 */
	public static TokenRequestRefused invalidRequest(String description) {
		return badRequest(OAuth2ErrorCodes.INVALID_REQUEST, description);
	}

	/**
	 * Refuses a code or refresh token.
	 * @param description what the client can do
	 * @return the refusal, 400 {@code invalid_grant}
	 */
	public static TokenRequestRefused invalidGrant(String description) {
		return badRequest(OAuth2ErrorCodes.INVALID_GRANT, description);
	}

	/**
	 * Refuses a user.
	 * @param description why, as far as the client may know
	 * @return the refusal, 400 {@code access_denied}
	 */
	public static TokenRequestRefused accessDenied(String description) {
		return badRequest(OAuth2ErrorCodes.ACCESS_DENIED, description);
	}

	/**
	 * Refuses what the client is not registered for.
	 * @return the refusal, 400 {@code unauthorized_client}
	 */
	public static TokenRequestRefused unauthorizedClient() {
		return badRequest(OAuth2ErrorCodes.UNAUTHORIZED_CLIENT, "the client is not registered for this");
	}

	/**
	 * Refuses a scope beyond the registration or the session.
	 * @return the refusal, 400 {@code invalid_scope}
	 */
	public static TokenRequestRefused invalidScope() {
		return badRequest(OAuth2ErrorCodes.INVALID_SCOPE, "scope goes beyond what may be granted");
	}

	/**
	 * Refuses a resource beyond the registration or the session.
	 * @return the refusal, 400 {@code invalid_target}
	 */
	public static TokenRequestRefused invalidTarget() {
		return badRequest(INVALID_TARGET, "resource is not one that may be asked for");
	}

	/**
	 * Refuses for now, because something that the answer needs is away.
	 * @param retryAfter when another try makes sense
	 * @return the refusal, 503 {@code temporarily_unavailable}
	 */
	public static TokenRequestRefused temporarilyUnavailable(Duration retryAfter) {
		return new TokenRequestRefused(HttpStatus.SERVICE_UNAVAILABLE, OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE, null,
				retryAfter);
	}

	/**
	 * Refuses for now, because the client sent too much.
	 * @param retryAfter when another try makes sense
	 * @return the refusal, 429 {@code temporarily_unavailable}
	 */
	public static TokenRequestRefused tooManyRequests(Duration retryAfter) {
		return new TokenRequestRefused(HttpStatus.TOO_MANY_REQUESTS, OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE,
				"too many requests", retryAfter);
	}

	/**
	 * Refuses because of a fault on this side that the log describes.
	 * @return the refusal, 500 {@code server_error}
	 */
	public static TokenRequestRefused serverError() {
		return new TokenRequestRefused(HttpStatus.INTERNAL_SERVER_ERROR, OAuth2ErrorCodes.SERVER_ERROR, null, null);
	}

	static TokenRequestRefused methodNotAllowed() {
		return new TokenRequestRefused(HttpStatus.METHOD_NOT_ALLOWED, OAuth2ErrorCodes.INVALID_REQUEST,
				"the method is POST", null);
	}

	HttpStatus status() {
		return this.status;
	}

	Optional<Duration> retryAfter() {
		return Optional.ofNullable(this.retryAfter);
	}

	private static TokenRequestRefused badRequest(String errorCode, String description) {
		return new TokenRequestRefused(HttpStatus.BAD_REQUEST, errorCode, description, null);
	}

}
