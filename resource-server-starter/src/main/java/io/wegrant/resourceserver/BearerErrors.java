package io.wegrant.resourceserver;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authorization.AuthorityAuthorizationDecision;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.ExpressionAuthorizationDecision;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.BearerTokenError;
import org.springframework.security.oauth2.server.resource.BearerTokenErrorCodes;
import org.springframework.security.oauth2.server.resource.BearerTokenErrors;
import org.springframework.security.oauth2.server.resource.web.BearerTokenAuthenticationEntryPoint;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/**
 * Answers requests that are not let through: the challenge of RFC 6750 section 3 in the
 * header, problem details (RFC 9457) in the body, and in neither why a token was refused,
 * which only the log says, at debug level.
 */
final class BearerErrors implements AuthenticationEntryPoint, AccessDeniedHandler {

	private static final String SCOPE_PREFIX = "SCOPE_";

	/**
	 * An authority for a scope as it is quoted in an expression, with the characters that
	 * RFC 6749 section 3.3 allows a scope.
	 */
	private static final Pattern QUOTED_SCOPE = Pattern.compile("['\"]SCOPE_([!#-&(-\\[\\]-~]+)['\"]");

	private final Log logger = LogFactory.getLog(BearerErrors.class);

	private final BearerTokenAuthenticationEntryPoint challenge = new BearerTokenAuthenticationEntryPoint();

	private final JacksonJsonHttpMessageConverter json = new JacksonJsonHttpMessageConverter();

	private final Duration retryAfter;

	BearerErrors(Duration retryAfter) {
		this.retryAfter = retryAfter;
	}

	@Override
	public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException cause)
			throws IOException {
		if (cause instanceof AuthenticationServiceException) {
			response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, this.retryAfter.toSeconds())));
			write(response, HttpStatus.SERVICE_UNAVAILABLE, null, "Access tokens cannot be checked at the moment.");
			return;
		}
		if (cause instanceof OAuth2AuthenticationException refused) {
			this.logger.debug("Refused an access token", cause);
			refuse(request, response, publicError(refused));
			return;
		}
		this.challenge.commence(request, response, cause);
		write(response, HttpStatus.UNAUTHORIZED, null, "An access token is required.");
	}

	@Override
	public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException cause)
			throws IOException {
		Set<String> scopes = neededScopes(cause);
		refuse(request, response, BearerTokenErrors.insufficientScope("The access token does not permit this request.",
				scopes.isEmpty() ? null : String.join(" ", scopes)));
	}

	private void refuse(HttpServletRequest request, HttpServletResponse response, BearerTokenError error)
			throws IOException {
		this.challenge.commence(request, response, new OAuth2AuthenticationException(error));
		write(response, error.getHttpStatus(), error.getErrorCode(), error.getDescription());
	}

	private static BearerTokenError publicError(OAuth2AuthenticationException refused) {
		if (refused.getError() instanceof BearerTokenError error
				&& error.getErrorCode().equals(BearerTokenErrorCodes.INVALID_REQUEST)) {
			return error;
		}
		return BearerTokenErrors
			.invalidToken("The access token is expired, revoked, malformed or not for this service.");
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

	private void write(HttpServletResponse response, HttpStatus status, @Nullable String error, @Nullable String detail)
			throws IOException {
		response.setStatus(status.value());
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
		if (error != null) {
			problem.setProperty("error", error);
		}
		this.json.write(problem, MediaType.APPLICATION_PROBLEM_JSON, new ServletServerHttpResponse(response));
	}

}
