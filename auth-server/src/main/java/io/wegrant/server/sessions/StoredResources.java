package io.wegrant.server.sessions;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

import org.springframework.util.StringUtils;

/**
 * The resource servers that accept the tokens of a session, as stored.
 *
 * @param value the resources, separated by spaces
 */
public record StoredResources(String value) {

	static StoredResources of(Set<String> resources) {
		return new StoredResources(String.join(" ", resources));
	}

	Set<String> resources() {
		return new LinkedHashSet<>(Arrays.asList(StringUtils.tokenizeToStringArray(this.value, " ")));
	}

}
