package io.wegrant.resourceserver.boot;

import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.PathPatternParserServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.wegrant.resourceserver.spring.AccountEventReceiver;

/**
 * The chain for the path where the provider sends account events, which is open, since an
 * event proves itself. It has one filter, so that there is no session, no CSRF token and
 * no CORS. It comes before all chains of the service, also before one that is ordered
 * first.
 */
final class ReactiveAccountEventChain implements SecurityWebFilterChain, PriorityOrdered {

	private final ServerWebExchangeMatcher path;

	private final WebFilter filter;

	ReactiveAccountEventChain(String path, AccountEventReceiver receiver) {
		this.path = new PathPatternParserServerWebExchangeMatcher(path);
		this.filter = new ReactiveAccountEventFilter(receiver);
	}

	@Override
	public Mono<Boolean> matches(ServerWebExchange exchange) {
		return this.path.matches(exchange).map(ServerWebExchangeMatcher.MatchResult::isMatch);
	}

	@Override
	public Flux<WebFilter> getWebFilters() {
		return Flux.just(this.filter);
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
