package io.wegrant.server.authorization;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.tomcat.util.http.Parameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;

import io.wegrant.server.logs.RepeatedLines;
import io.wegrant.server.storage.DatabaseFault;

/**
 * The rules that hold for every request to an OAuth endpoint that takes a form (RFC 6749
 * section 3.2): POST, parameters in the body only, none repeated, an empty one counts as
 * absent. And the last resort: whatever fails behind it is answered in JSON.
 */
final class FormRequestFilter extends OncePerRequestFilter {

	/** The one parameter that may be repeated (RFC 8707 section 2). */
	static final String RESOURCE = "resource";

	private static final int MAX_BYTES = 64 * 1024;

	private static final int MAX_PARAMETERS = 100;

	private static final RepeatedLines crowds = new RepeatedLines(LoggerFactory.getLogger(FormRequestFilter.class));

	private static final Logger log = LoggerFactory.getLogger(FormRequestFilter.class);

	private final OAuth2ErrorResponses errors;

	FormRequestFilter(OAuth2ErrorResponses errors) {
		this.errors = errors;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (!HttpMethod.POST.matches(request.getMethod())) {
			response.setHeader(HttpHeaders.ALLOW, HttpMethod.POST.name());
			this.errors.onAuthenticationFailure(request, response, TokenRequestRefused.methodNotAllowed());
			return;
		}
		try {
			FormRequest form = new FormRequest(request, parameters(request));
			request.setAttribute(OutcomeMeterFilter.GRANT_TYPE, form.getParameter(OAuth2ParameterNames.GRANT_TYPE));
			chain.doFilter(form, response);
		}
		catch (TokenRequestRefused ex) {
			this.errors.onAuthenticationFailure(request, response, ex);
		}
		catch (RequestRejectedException ex) {
			// Its message quotes what was sent.
			this.errors.onAuthenticationFailure(request, response,
					TokenRequestRefused.invalidRequest("a name or a header has characters that may not be there"));
		}
		catch (DataAccessException | TransactionException ex) {
			DatabaseFault fault = DatabaseFault.of(ex);
			fault.logAt(request.getRequestURI(), crowds);
			this.errors.onAuthenticationFailure(request, response,
					fault.isPassing() ? TokenRequestRefused.temporarilyUnavailable(DatabaseFault.RETRY_AFTER)
							: TokenRequestRefused.serverError());
		}
		catch (RuntimeException ex) {
			log.error("A request to {} failed", request.getRequestURI(), ex);
			this.errors.onAuthenticationFailure(request, response, TokenRequestRefused.serverError());
		}
	}

	private static Map<String, String[]> parameters(HttpServletRequest request) {
		checkIsForm(request);
		if (request.getQueryString() != null) {
			throw TokenRequestRefused.invalidRequest("parameters belong in the body, not in the URI");
		}
		Map<String, String[]> parameters = new LinkedHashMap<>();
		decoded(request).forEach((name, values) -> {
			String[] present = Arrays.stream(values).filter((value) -> !value.isEmpty()).toArray(String[]::new);
			if (values.length > 1 && !RESOURCE.equals(name)) {
				throw TokenRequestRefused.invalidRequest("a parameter is repeated");
			}
			if (present.length > 0) {
				parameters.put(name, present);
			}
		});
		return parameters;
	}

	private static Map<String, String[]> decoded(HttpServletRequest request) {
		Parameters parameters = new Parameters();
		parameters.setLimit(MAX_PARAMETERS);
		parameters.setCharset(StandardCharsets.UTF_8);
		try {
			byte[] body = request.getInputStream().readNBytes(MAX_BYTES + 1);
			if (body.length > MAX_BYTES) {
				throw TokenRequestRefused.invalidRequest("the body is too long");
			}
			parameters.processParameters(body, 0, body.length);
		}
		catch (IOException | IllegalStateException ex) {
			// Tomcat's way to say too many or wrongly encoded.
			throw TokenRequestRefused.invalidRequest("the body cannot be decoded");
		}
		Map<String, String[]> decoded = new LinkedHashMap<>();
		for (String name : Collections.list(parameters.getParameterNames())) {
			if (name.chars().anyMatch(Character::isISOControl)) {
				throw TokenRequestRefused.invalidRequest("a name has characters that may not be there");
			}
			decoded.put(name, parameters.getParameterValues(name));
		}
		return decoded;
	}

	private static void checkIsForm(HttpServletRequest request) {
		MediaType type = type(request);
		if (!type.equalsTypeAndSubtype(MediaType.APPLICATION_FORM_URLENCODED)) {
			throw TokenRequestRefused.invalidRequest("the body is not application/x-www-form-urlencoded");
		}
		// Whatever is said here, a form is read as UTF-8 (RFC 6749 appendix B).
		if (type.getCharset() != null && !StandardCharsets.UTF_8.equals(type.getCharset())) {
			throw TokenRequestRefused.invalidRequest("the body is not in UTF-8");
		}
	}

	private static MediaType type(HttpServletRequest request) {
		try {
			return MediaType.parseMediaType(Objects.requireNonNullElse(request.getContentType(), ""));
		}
		catch (InvalidMediaTypeException ex) {
			throw TokenRequestRefused.invalidRequest("the type of the body cannot be read");
		}
	}

	private static final class FormRequest extends HttpServletRequestWrapper {

		private final Map<String, String[]> parameters;

		FormRequest(HttpServletRequest request, Map<String, String[]> parameters) {
			super(request);
			this.parameters = Collections.unmodifiableMap(parameters);
		}

		@Override
		public @Nullable String getParameter(String name) {
			String[] values = this.parameters.get(name);
			return (values != null) ? values[0] : null;
		}

		@Override
		public String @Nullable [] getParameterValues(String name) {
			String[] values = this.parameters.get(name);
			return (values != null) ? values.clone() : null;
		}

		@Override
		public Map<String, String[]> getParameterMap() {
			return this.parameters;
		}

		@Override
		public Enumeration<String> getParameterNames() {
			return Collections.enumeration(this.parameters.keySet());
		}

	}

}
