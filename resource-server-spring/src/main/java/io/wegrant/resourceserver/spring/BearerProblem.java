package io.wegrant.resourceserver.spring;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.nimbusds.jose.util.JSONObjectUtils;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorityAuthorizationDecision;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.ExpressionAuthorizationDecision;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.BearerTokenError;
import org.springframework.security.oauth2.server.resource.BearerTokenErrorCodes;
import org.springframework.security.oauth2.server.resource.BearerTokenErrors;

/**
 * What is said to who is not let through, in the body: problem details (RFC 9457) with
 * the error code of RFC 6750 section 3.1, and not why a token was refused.
 *
 * @param status the status
 * @param error the error code, if there is one
 * @param detail what to tell people
 */
public record BearerProblem(HttpStatus status, @Nullable String error, @Nullable String detail) {

	private static final String SCOPE_PREFIX = "SCOPE_";

	/**
	 * An authority for a scope as it is quoted in an expression, with the characters that
	 * RFC 6749 section 3.3 allows a scope.
	 */
	private static final Pattern QUOTED_SCOPE = Pattern.compile("['\"]SCOPE_([!#-&(-\\[\\]-~]+)['\"]");

	/**
	 * There is no token.
	 * @return the problem, without an error code
	 */
	public static BearerProblem noToken() {
		return new BearerProblem(HttpStatus.UNAUTHORIZED, null, "An access token is required.");
	}

	/**
	 * Tokens cannot be checked, which is not the token's fault.
	 * @return the problem
	 */
	public static BearerProblem unavailable() {
		return new BearerProblem(HttpStatus.SERVICE_UNAVAILABLE, null,
				"Access tokens cannot be checked at the moment.");
	}

	/**
	 * The request is refused with an error of RFC 6750.
	 * @param error the error
	 * @return the problem
	 */
	public static BearerProblem of(BearerTokenError error) {
		return new BearerProblem(error.getHttpStatus(), error.getErrorCode(), error.getDescription());
	}

	/**
	 * Takes from a refusal what callers may know of it.
	 * @param refused the refusal
	 * @return an invalid request as it is, any other as one and the same
	 */
	public static BearerTokenError publicError(OAuth2AuthenticationException refused) {
		if (refused.getError() instanceof BearerTokenError error
				&& error.getErrorCode().equals(BearerTokenErrorCodes.INVALID_REQUEST)) {
			return error;
		}
		return BearerTokenErrors
			.invalidToken("The access token is expired, revoked, malformed or not for this service.");
	}

	/**
	 * Turns a lack of rights into the error that names the scopes that would do, where
	 * they are known.
	 * @param cause what was denied
	 * @return the error
	 */
	public static BearerTokenError insufficientScope(AccessDeniedException cause) {
		Set<String> scopes = neededScopes(cause);
		return BearerTokenErrors.insufficientScope("The access token does not permit this request.",
				scopes.isEmpty() ? null : String.join(" ", scopes));
	}

	private static Set<String> neededScopes(AccessDeniedException cause) {
		if (!(cause instanceof AuthorizationDeniedException denied)) {
			return Set.of();
		}
		return neededScopes(denied.getAuthorizationResult()).collect(Collectors.toCollection(LinkedHashSet::new));
	}

	private static Stream<String> neededScopes(AuthorizationResult result) {
		if (result instanceof AuthorityAuthorizationDecision decision) {
			return decision.getAuthorities()
				.stream()
				.map(GrantedAuthority::getAuthority)
				.filter((authority) -> authority != null && authority.startsWith(SCOPE_PREFIX))
				.map((authority) -> authority.substring(SCOPE_PREFIX.length()));
		}
		if (result instanceof ExpressionAuthorizationDecision decision) {
			return QUOTED_SCOPE.matcher(decision.getExpression().getExpressionString())
				.results()
				.map((MatchResult match) -> match.group(1));
		}
		return Stream.empty();
	}

	/**
	 * Writes an error as a challenge.
	 * @param error the error
	 * @return the value of a {@code WWW-Authenticate} header (RFC 6750 section 3)
	 */
	public static String challenge(BearerTokenError error) {
		StringBuilder challenge = new StringBuilder("Bearer error=\"").append(error.getErrorCode()).append('"');
		append(challenge, "error_description", error.getDescription());
		append(challenge, "error_uri", error.getUri());
		append(challenge, "scope", error.getScope());
		return challenge.toString();
	}

	private static void append(StringBuilder challenge, String name, @Nullable String value) {
		if (value != null && !value.isBlank()) {
			challenge.append(", ").append(name).append("=\"").append(value).append('"');
		}
	}

	/**
	 * Writes the problem.
	 * @return {@code application/problem+json}
	 */
	public byte[] json() {
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("title", this.status.getReasonPhrase());
		members.put("status", this.status.value());
		if (this.detail != null) {
			members.put("detail", this.detail);
		}
		if (this.error != null) {
			members.put("error", this.error);
		}
		return JSONObjectUtils.toJSONString(members).getBytes(StandardCharsets.UTF_8);
	}

}
