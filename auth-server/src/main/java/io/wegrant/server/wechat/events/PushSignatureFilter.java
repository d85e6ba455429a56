package io.wegrant.server.wechat.events;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.util.StringUtils;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.UriUtils;

import io.wegrant.server.accounts.Appid;
import io.wegrant.server.clients.Clients;
import io.wegrant.server.clients.MiniProgram;
import io.wegrant.server.clients.PushSettings;

/**
 * Lets pass what WeChat has signed. It looks at the query only, so that nothing of a body
 * is read, and nothing asked of the database, for anybody else.
 */
final class PushSignatureFilter extends OncePerRequestFilter {

	private static final Logger log = LoggerFactory.getLogger(PushSignatureFilter.class);

	private final RequestMatcher path;

	private final Clients clients;

	private final EventMeters meters;

	private final Clock clock;

	PushSignatureFilter(RequestMatcher path, Clients clients, EventMeters meters, Clock clock) {
		this.path = path;
		this.clients = clients;
		this.meters = meters;
		this.clock = clock;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String appid = this.path.matcher(request).getVariables().getOrDefault("appid", "");
		Optional<PushSettings> settings = this.clients.findMiniProgram(appid).flatMap(MiniProgram::push);
		if (settings.isEmpty()) {
			response.setStatus(HttpServletResponse.SC_NOT_FOUND);
			return;
		}
		Optional<SignedRequest> signed = SignedRequest.verify(HttpMethod.valueOf(request.getMethod()), new Appid(appid),
				settings.get(), query(request), this.clock.instant());
		if (signed.isEmpty()) {
			log.warn("A push to {} was not signed as WeChat signs, or not now", appid);
			this.meters.count(PushOutcome.FORGED);
			response.setStatus(HttpServletResponse.SC_FORBIDDEN);
			return;
		}
		request.setAttribute(SignedRequest.ATTRIBUTE, signed.get());
		chain.doFilter(request, response);
	}

	private static MultiValueMap<String, String> query(HttpServletRequest request) {
		MultiValueMap<String, String> query = new LinkedMultiValueMap<>();
		for (String pair : StringUtils.tokenizeToStringArray(request.getQueryString(), "&")) {
			int equals = pair.indexOf('=');
			if (equals > 0) {
				query.add(pair.substring(0, equals), decode(pair.substring(equals + 1)));
			}
		}
		return query;
	}

	private static String decode(String value) {
		try {
			return UriUtils.decode(value, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return value;
		}
	}

}
