package io.wegrant.server.settings;

import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Settings cannot work. It stops the start.
 */
public final class InvalidSettingsException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	@SuppressWarnings("serial")
	private final Map<String, String> problems;

	InvalidSettingsException(Map<String, String> problems) {
		super("These settings cannot work: " + String.join(", ", problems.keySet()));
		this.problems = new LinkedHashMap<>(problems);
	}

	/**
	 * Returns what is wrong.
	 * @return the problem of each property, by its name
	 */
	Map<String, String> problems() {
		return this.problems;
	}

}
