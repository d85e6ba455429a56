package io.wegrant.server.clients;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.wegrant.server.settings.SettingsCheck;

/**
 * Where a service is told something, as its registration names it.
 */
final class Destination {

	private Destination() {
	}

	static void check(SettingsCheck check, @Nullable String url, Set<String> resources, @Nullable String resource) {
		check.that("url", url == null || ClientsProperties.Registration.isUrl(url),
				"must be an http or https URL of at most 1024 characters, without user and fragment");
		check.that("resource", (resource != null) ? resources.contains(resource) : resources.size() == 1,
				"must be one of the client's resources, and is needed unless there is one only");
	}

	static String resource(@Nullable String resource, Set<String> resources) {
		return (resource != null) ? resource : resources.iterator().next();
	}

}
