package io.wegrant.server.schema;

import java.util.Arrays;
import java.util.Optional;

import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.flyway.autoconfigure.FlywayProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

import io.wegrant.server.settings.SettingsCheck;
import io.wegrant.server.storage.FlywayServers;

/**
 * Migrates the schema and ends: a step of its own before nodes of a new version start. Of
 * the settings it needs those of the database alone.
 */
public final class MigrateCommand {

	private static final Logger logger = LoggerFactory.getLogger(MigrateCommand.class);

	private static final String ARGUMENT = "migrate";

	private final String[] settings;

	private MigrateCommand(String[] settings) {
		this.settings = settings;
	}

	/**
	 * Finds the command of a command line.
	 * @param args the arguments
	 * @return the command, if it is the first argument; the others are settings
	 */
	public static Optional<MigrateCommand> of(String... args) {
		return (args.length > 0 && ARGUMENT.equals(args[0]))
				? Optional.of(new MigrateCommand(Arrays.copyOfRange(args, 1, args.length))) : Optional.empty();
	}

	/**
	 * Runs the command. What is wrong is logged.
	 * @return the exit status, 0 if the schema is the one that this version needs
	 */
	public int run() {
		Optional<String> unknown = Arrays.stream(this.settings).filter((each) -> !each.startsWith("--")).findFirst();
		if (unknown.isPresent()) {
			logger.error("Settings begin with --, and {} does not", unknown.get());
			return 1;
		}
		SpringApplication application = new SpringApplication(Migration.class);
		application.setMainApplicationClass(MigrateCommand.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setBannerMode(Banner.Mode.OFF);
		application.setLogStartupInfo(false);
		try (ConfigurableApplicationContext context = application.run(this.settings)) {
			logger.info("The schema is complete: {} migrations", SchemaState.applied(context.getBean(Flyway.class)));
			return 0;
		}
		catch (RuntimeException ex) {
			// Spring has said why, unless it was only afterwards.
			logger.debug("Reported by the start", ex);
			return 1;
		}
	}

	/**
	 * What is started: settings, data source and Flyway. It is no component, or each node
	 * would have it as well.
	 */
	@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class })
	@EnableConfigurationProperties(SchemaProperties.class)
	@ComponentScan(basePackageClasses = SettingsCheck.class)
	static final class Migration {

		@Bean
		FlywayConfigurationCustomizer flywayServers(FlywayProperties properties) {
			return new FlywayServers(properties);
		}

		@Bean
		FlywayMigrationStrategy schemaMigration(SchemaProperties properties) {
			return new SchemaMigration(true, properties.longestWait());
		}

	}

}
