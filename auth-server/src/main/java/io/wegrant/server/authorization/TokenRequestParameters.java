package io.wegrant.server.authorization;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;

/**
 * The parameters of a token request that {@link FormRequestFilter} let through: sent in
 * the body, none empty, none but {@code resource} repeated.
 */
public final class TokenRequestParameters {

	private static final Pattern UNRESERVED = Pattern.compile("[A-Za-z0-9\\-._~]+");

	// RFC 6749 section 3.3, and spaces that are too many.
	private static final Pattern SCOPES = Pattern.compile(" *[!#-\\[\\]-~][ !#-\\[\\]-~]*");

	private final HttpServletRequest request;

	/**
	 * Reads the parameters of a request.
	 * @param request the request
	 */
	public TokenRequestParameters(HttpServletRequest request) {
		this.request = request;
	}

	/**
	 * Tells whether the request is for a grant.
	 * @param grantType the value of {@code grant_type}
	 * @return whether it is
	 */
	public boolean isGrantType(String grantType) {
		return grantType.equals(this.request.getParameter(OAuth2ParameterNames.GRANT_TYPE));
	}

	/**
	 * Returns a parameter that must be there and, since it is passed on, must consist of
	 * unreserved characters only (RFC 3986 section 2.3).
	 * @param name the name of the parameter
	 * @param maxLength how many characters it may have
	 * @return the value
	 * @throws TokenRequestRefused with {@code invalid_request}
	 */
	public String requiredCode(String name, int maxLength) {
		return optionalCode(name, maxLength)
			.orElseThrow(() -> TokenRequestRefused.invalidRequest(name + " is required"));
	}

	/**
	 * Returns a parameter that may be absent and, since it is passed on, must consist of
	 * unreserved characters only (RFC 3986 section 2.3).
	 * @param name the name of the parameter
	 * @param maxLength how many characters it may have
	 * @return the value
	 * @throws TokenRequestRefused with {@code invalid_request}
	 */
	public Optional<String> optionalCode(String name, int maxLength) {
		Optional<String> value = optional(name, maxLength);
		if (value.filter((each) -> !UNRESERVED.matcher(each).matches()).isPresent()) {
			throw TokenRequestRefused.invalidRequest(name + " has characters that no code has");
		}
		return value;
	}

	/**
	 * Returns a parameter that must be there.
	 * @param name the name of the parameter
	 * @return the value
	 * @throws TokenRequestRefused with {@code invalid_request}
	 */
	public String required(String name) {
		return Optional.ofNullable(this.request.getParameter(name))
			.orElseThrow(() -> TokenRequestRefused.invalidRequest(name + " is required"));
	}

	/**
	 * Returns a parameter that may be absent.
	 * @param name the name of the parameter
	 * @param maxLength how many characters it may have
	 * @return the value
	 * @throws TokenRequestRefused with {@code invalid_request}
	 */
	public Optional<String> optional(String name, int maxLength) {
		Optional<String> value = Optional.ofNullable(this.request.getParameter(name));
		if (value.filter((each) -> each.length() > maxLength).isPresent()) {
			throw TokenRequestRefused.invalidRequest(name + " has more than " + maxLength + " characters");
		}
		return value;
	}

	/**
	 * Returns a parameter that may be absent and is the name of a thing, for people.
	 * @param name the name of the parameter
	 * @param maxLength how many characters it may have
	 * @return the value
	 * @throws TokenRequestRefused with {@code invalid_request}
	 */
	public Optional<String> optionalLabel(String name, int maxLength) {
		Optional<String> value = optional(name, maxLength);
		if (value.filter((each) -> !TextForPeople.isLabel(each)).isPresent()) {
			throw TokenRequestRefused.invalidRequest(name + " has control characters");
		}
		return value;
	}

	/**
	 * Returns what the request asks for.
	 * @return the scopes and resources
	 * @throws TokenRequestRefused with {@code invalid_scope} if something else than
	 * scopes is asked for
	 */
	public RequestedAccess access() {
		String[] resources = this.request.getParameterValues(FormRequestFilter.RESOURCE);
		return RequestedAccess.of(scopes(), (resources != null) ? List.of(resources) : List.of(),
				AuthorizationServerContextHolder.getContext().getIssuer());
	}

	// None is all that may be had, so what cannot be read must not become none.
	private List<String> scopes() {
		String scope = this.request.getParameter(OAuth2ParameterNames.SCOPE);
		if (scope == null) {
			return List.of();
		}
		if (!SCOPES.matcher(scope).matches()) {
			throw TokenRequestRefused.invalidScope();
		}
		return Arrays.stream(scope.split(" ")).filter((each) -> !each.isEmpty()).toList();
	}

}
