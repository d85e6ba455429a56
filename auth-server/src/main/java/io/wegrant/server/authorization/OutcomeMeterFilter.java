package io.wegrant.server.authorization;

import java.io.IOException;
import java.util.Map;
import java.util.Set;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Measures what becomes of the requests to the OAuth endpoints that take a form. Nothing
 * that a client makes up becomes a tag.
 */
final class OutcomeMeterFilter extends OncePerRequestFilter {

	/** The request attribute with the error code of the answer. */
	static final String ERROR = OutcomeMeterFilter.class.getName() + ".error";

	/** The request attribute with the grant type as it was sent. */
	static final String GRANT_TYPE = OutcomeMeterFilter.class.getName() + ".grant_type";

	private final Map<String, String> endpoints;

	private final Set<String> grantTypes;

	private final MeterRegistry meters;

	OutcomeMeterFilter(AuthorizationServerSettings settings, Set<String> grantTypes, MeterRegistry meters) {
		this.endpoints = Map.of(settings.getTokenEndpoint(), "token", settings.getTokenRevocationEndpoint(), "revoke",
				settings.getTokenIntrospectionEndpoint(), "introspect");
		this.grantTypes = grantTypes;
		this.meters = meters;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Timer.Sample sample = Timer.start(this.meters);
		boolean answered = false;
		try {
			chain.doFilter(request, response);
			answered = true;
		}
		finally {
			sample.stop(timer(request, answered));
		}
	}

	private Timer timer(HttpServletRequest request, boolean answered) {
		Object error = request.getAttribute(ERROR);
		String outcome = answered ? "success" : OAuth2ErrorCodes.SERVER_ERROR;
		return Timer.builder("wegrant.oauth2.requests")
			.description("Requests to the token, revocation and introspection endpoints")
			.tag("endpoint", this.endpoints.getOrDefault(request.getServletPath(), "other"))
			.tag("grant", grant(request.getAttribute(GRANT_TYPE)))
			.tag("outcome", (error != null) ? error.toString() : outcome)
			.register(this.meters);
	}

	private String grant(@Nullable Object grantType) {
		if (grantType == null) {
			return "none";
		}
		return (grantType instanceof String known && this.grantTypes.contains(known)) ? known : "other";
	}

}
