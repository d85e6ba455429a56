package io.wegrant.server.openapi;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.http.HttpMethod;

/**
 * What a module says of its HTTP API. For each bean of this type an OpenAPI document is
 * served: what the endpoints of a package are follows from their code, and what they mean
 * is said by the file {@code openapi.properties} of that package.
 *
 * @param title the name of the API
 * @param path where the document is served, to those whom the module lets in there
 * @param place a class in the package of the endpoints and of the file
 * @param access who may call what
 * @param problemMembers what problems of this API have beside the members of RFC 9457,
 * each a list: by its name, of what type its items are
 */
public record ApiDescription(String title, String path, Class<?> place, Access access,
		Map<String, Class<?>> problemMembers) {

	/**
	 * Who may call what.
	 */
	@FunctionalInterface
	public interface Access {

		/**
		 * Returns the scopes that an access token must have.
		 * @param method the method of the request
		 * @param path the path, with its variables in braces
		 * @return the scopes, none if any token will do; nothing if no token is asked for
		 */
		Optional<List<String>> scopes(HttpMethod method, String path);

	}

}
