package io.wegrant.resourceserver.boot;

import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.BearerTokenError;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authorization.ServerAccessDeniedHandler;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import io.wegrant.resourceserver.spring.BearerProblem;

/**
 * Answers requests that are not let through: the challenge of RFC 6750 section 3 in the
 * header, problem details in the body, and in neither why a token was refused, which only
 * the log says, at debug level.
 */
final class ReactiveBearerErrors implements ServerAuthenticationEntryPoint, ServerAccessDeniedHandler {

	private final Log logger = LogFactory.getLog(ReactiveBearerErrors.class);

	private final Duration retryAfter;

	ReactiveBearerErrors(Duration retryAfter) {
		this.retryAfter = retryAfter;
	}

	@Override
	public Mono<Void> commence(ServerWebExchange exchange, AuthenticationException cause) {
		if (cause instanceof AuthenticationServiceException) {
			exchange.getResponse()
				.getHeaders()
				.set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, this.retryAfter.toSeconds())));
			return write(exchange, BearerProblem.unavailable());
		}
		if (cause instanceof OAuth2AuthenticationException refused) {
			this.logger.debug("Refused an access token", cause);
			return refuse(exchange, BearerProblem.publicError(refused));
		}
		return challenge(exchange, "Bearer", BearerProblem.noToken());
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange, AccessDeniedException cause) {
		return refuse(exchange, BearerProblem.insufficientScope(cause));
	}

	private static Mono<Void> refuse(ServerWebExchange exchange, BearerTokenError error) {
		return challenge(exchange, BearerProblem.challenge(error), BearerProblem.of(error));
	}

	// Spring's own entry point ends the response, so that it could have no body.
	private static Mono<Void> challenge(ServerWebExchange exchange, String challenge, BearerProblem problem) {
		exchange.getResponse().getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, challenge);
		return write(exchange, problem);
	}

	private static Mono<Void> write(ServerWebExchange exchange, BearerProblem problem) {
		ServerHttpResponse response = exchange.getResponse();
		byte[] body = problem.json();
		response.setStatusCode(problem.status());
		response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
		response.getHeaders().setContentLength(body.length);
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
	}

}
