package io.wegrant.server.schema;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.wegrant.server.settings.SettingsCheck;

/**
 * Who migrates the schema of the database.
 *
 * @param migrateAtStart whether a node migrates the schema when it starts and finds that
 * something is missing
 * @param longestWait how long a start waits for somebody else to migrate
 */
@ConfigurationProperties("wegrant.schema")
record SchemaProperties(@DefaultValue("true") boolean migrateAtStart, @DefaultValue("5m") Duration longestWait) {

	SchemaProperties {
		SettingsCheck check = SettingsCheck.of("wegrant.schema");
		check.range("longest-wait", longestWait, Duration.ZERO, Duration.ofDays(1));
		check.end();
	}

}
