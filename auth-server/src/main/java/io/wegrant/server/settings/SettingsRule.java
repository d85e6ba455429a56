package io.wegrant.server.settings;

/**
 * A rule about settings of which no record has all. Its bean comes from a static method
 * and needs nothing but records of settings and the environment, since it is asked before
 * there is anything else.
 */
@FunctionalInterface
public interface SettingsRule {

	/**
	 * Checks the settings.
	 * @param check takes the problems
	 */
	void check(SettingsCheck check);

}
