package io.wegrant.server.selfservice;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

import io.wegrant.server.limits.RateLimit;

/**
 * Bounds how often a user may call the account API, whose answers cost more than a
 * token's check does. It is not there for {@code /userinfo}, which services call too.
 */
final class AccountLimitFilter extends OncePerRequestFilter {

	private final RateLimit limit;

	private final JsonMapper json;

	AccountLimitFilter(RateLimit limit, JsonMapper json) {
		this.limit = limit;
		this.json = json;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Authentication caller = SecurityContextHolder.getContext().getAuthentication();
		Optional<Duration> wait = Optional.ofNullable(caller)
			.map(Authentication::getName)
			.flatMap((name) -> this.limit.use(name));
		if (wait.isPresent()) {
			refuse(response, wait.get());
		}
		else {
			chain.doFilter(request, response);
		}
	}

	private void refuse(HttpServletResponse response, Duration wait) throws IOException {
		HttpStatus status = HttpStatus.TOO_MANY_REQUESTS;
		response.setStatus(status.value());
		response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, wait.toSeconds())));
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		response.getOutputStream()
			.write(this.json.writeValueAsBytes(ProblemDetail.forStatusAndDetail(status, "too many requests")));
	}

}
