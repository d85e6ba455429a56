package io.wegrant.server.storage;

import java.util.Optional;
import java.util.Properties;

import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.flyway.autoconfigure.FlywayProperties;

/**
 * Has migrations run at the first server of their URL that takes writes. They may take as
 * long as they need: no time-out but that of the connection's beginning.
 */
public final class FlywayServers implements FlywayConfigurationCustomizer {

	private final FlywayProperties properties;

	/**
	 * Creates the customizer.
	 * @param properties where to migrate
	 */
	public FlywayServers(FlywayProperties properties) {
		this.properties = properties;
	}

	@Override
	public void customize(FluentConfiguration configuration) {
		Optional.ofNullable(this.properties.getUrl())
			.filter((url) -> url.startsWith(Servers.MYSQL))
			.ifPresent((url) -> configuration.dataSource(new Servers(url, driver(), (fault) -> {
			}, System::nanoTime)));
	}

	private Properties driver() {
		Properties driver = new Properties();
		Optional.ofNullable(this.properties.getUser()).ifPresent((user) -> driver.setProperty("user", user));
		Optional.ofNullable(this.properties.getPassword())
			.ifPresent((password) -> driver.setProperty("password", password));
		driver.setProperty("connectTimeout", "2000");
		driver.setProperty("failOverReadOnly", "false");
		return driver;
	}

}
