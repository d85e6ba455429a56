package io.wegrant.resourceserver.spring;

import java.util.List;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * The chain for the path where the provider sends account events, which is open, since an
 * event proves itself. It has one filter, so that there is no session, no CSRF token and
 * no CORS. It comes before all chains of the service, also before one that is ordered
 * first.
 */
final class AccountEventChain implements SecurityFilterChain, PriorityOrdered {

	private final RequestMatcher path;

	private final List<Filter> filters;

	AccountEventChain(String path, AccountEventReceiver receiver) {
		this.path = PathPatternRequestMatcher.withDefaults().matcher(path);
		this.filters = List.of(new AccountEventFilter(receiver));
	}

	@Override
	public boolean matches(HttpServletRequest request) {
		return this.path.matches(request);
	}

	@Override
	public List<Filter> getFilters() {
		return this.filters;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public String toString() {
		return "AccountEventChain[" + this.path + "]";
	}

}
