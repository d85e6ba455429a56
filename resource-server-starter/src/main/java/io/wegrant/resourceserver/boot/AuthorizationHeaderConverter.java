package io.wegrant.resourceserver.boot;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.web.server.authentication.ServerAuthenticationConverter;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import io.wegrant.resourceserver.spring.AuthorizationHeader;

/**
 * Reads the access token from the {@code Authorization} header and from nowhere else.
 * <p>
 * A token in the query is as good as none, because addresses end up in logs; together
 * with the header, or in two headers, it makes the request an invalid one (RFC 6750
 * sections 2 and 3.1). A form is not looked into: its body may be meant for a service
 * behind this one, and is not read here.
 */
final class AuthorizationHeaderConverter implements ServerAuthenticationConverter {

	@Override
	public Mono<Authentication> convert(ServerWebExchange exchange) {
		return Mono.fromCallable(() -> token(exchange.getRequest())).map(BearerTokenAuthenticationToken::new);
	}

	private static @Nullable String token(ServerHttpRequest request) {
		List<String> headers = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
		if (headers == null || headers.isEmpty()) {
			return null;
		}
		String token = AuthorizationHeader.token(headers.get(0), headers.size() > 1);
		if (token != null && request.getQueryParams().containsKey("access_token")) {
			throw AuthorizationHeader.moreThanOneWay();
		}
		return token;
	}

}
