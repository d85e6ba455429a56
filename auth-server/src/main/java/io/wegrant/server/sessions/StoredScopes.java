package io.wegrant.server.sessions;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

import org.springframework.util.StringUtils;

/**
 * The granted scopes of a session, as stored.
 *
 * @param value the scopes, separated by spaces
 */
public record StoredScopes(String value) {

	static StoredScopes of(Set<String> scopes) {
		return new StoredScopes(String.join(" ", scopes));
	}

	Set<String> scopes() {
		return new LinkedHashSet<>(Arrays.asList(StringUtils.tokenizeToStringArray(this.value, " ")));
	}

}
