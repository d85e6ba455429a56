package io.wegrant.server.schema;

import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.flyway.autoconfigure.FlywayProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.wegrant.server.storage.FlywayServers;

@Configuration(proxyBeanMethods = false)
class SchemaConfiguration {

	@Bean
	FlywayConfigurationCustomizer flywayServers(FlywayProperties properties) {
		return new FlywayServers(properties);
	}

	@Bean
	FlywayMigrationStrategy schemaMigration(SchemaProperties properties) {
		return new SchemaMigration(properties.migrateAtStart(), properties.longestWait());
	}

}
