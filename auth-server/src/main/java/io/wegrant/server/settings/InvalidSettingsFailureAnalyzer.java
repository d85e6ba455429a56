package io.wegrant.server.settings;

import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;

final class InvalidSettingsFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSettingsException> {

	private final Environment environment;

	InvalidSettingsFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidSettingsException cause) {
		String problems = cause.problems()
			.entrySet()
			.stream()
			.map((each) -> "    " + each.getKey() + " " + each.getValue() + origin(each.getKey()))
			.collect(Collectors.joining("\n"));
		return new FailureAnalysis("These settings cannot work, and nothing was written:\n\n" + problems,
				"Correct them; docs/settings.md tells what each may be. To try WeGrant out on one machine, start"
						+ " with --spring.profiles.active=dev.",
				cause);
	}

	private String origin(String property) {
		Origin origin = find(property);
		return (origin != null) ? " (" + origin + ")" : "";
	}

	// A list is read from one source only.
	private @Nullable Origin find(String property) {
		ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
		ConfigurationPropertyName whole = ConfigurationPropertyName.of(property.replaceFirst("\\[.*", ""));
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty found = source.getConfigurationProperty(name);
			if (found != null || source.containsDescendantOf(whole) == ConfigurationPropertyState.PRESENT) {
				return Origin.from(found);
			}
		}
		return null;
	}

}
