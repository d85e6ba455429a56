package io.wegrant.gateway;

import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/**
 * Answers 503 while a service cannot be reached, before Spring Boot would answer 500.
 */
@Component
@Order(-2)
class UnreachableServices implements WebExceptionHandler {

	private static final byte[] PROBLEM = """
			{"title":"Service Unavailable","status":503,"detail":"The service cannot be reached at the moment."}"""
		.getBytes(StandardCharsets.UTF_8);

	private final Log logger = LogFactory.getLog(UnreachableServices.class);

	@Override
	public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
		boolean unreachable = failure instanceof SocketException || failure instanceof UnknownHostException;
		if (!unreachable || exchange.getResponse().isCommitted()) {
			return Mono.error(failure);
		}
		this.logger.warn("A service cannot be reached: " + failure.getMessage());
		ServerHttpResponse response = exchange.getResponse();
		response.setStatusCode(HttpStatus.SERVICE_UNAVAILABLE);
		response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
		response.getHeaders().set(HttpHeaders.RETRY_AFTER, "5");
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(PROBLEM)));
	}

}
