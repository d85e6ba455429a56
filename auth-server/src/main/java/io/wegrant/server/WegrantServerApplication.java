package io.wegrant.server;

import java.io.PrintStream;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;

import org.apache.catalina.core.StandardHost;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerAutoConfiguration;
import org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerJwtAutoConfiguration;
import org.springframework.boot.task.ThreadPoolTaskSchedulerBuilder;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import io.wegrant.server.schema.MigrateCommand;
import io.wegrant.server.secrets.KeysetCommand;

/**
 * The provider as a process.
 */
@SpringBootApplication(exclude = { UserDetailsServiceAutoConfiguration.class,
		OAuth2AuthorizationServerAutoConfiguration.class, OAuth2AuthorizationServerJwtAutoConfiguration.class })
@ConfigurationPropertiesScan
public class WegrantServerApplication {

	/**
	 * Starts the provider, or does something with a master keyset or the schema and ends.
	 * @param args the command line arguments, or the name of a {@link KeysetCommand}, or
	 * a {@link MigrateCommand}
	 */
	public static void main(String[] args) {
		Optional<KeysetCommand> keyset = KeysetCommand.of(args);
		if (keyset.isPresent()) {
			System.exit(keyset.get().run(System.in, System.out, System.err));
		}
		Optional<MigrateCommand> migrate = MigrateCommand.of(args);
		if (migrate.isPresent()) {
			System.exit(migrate.get().run());
		}
		if (hasUnknownCommand(args, System.err)) {
			System.exit(2);
		}
		SpringApplication.run(WegrantServerApplication.class, args);
	}

	// Whoever misspells a command, or does not name it first, wants no node.
	private static boolean hasUnknownCommand(String[] args, PrintStream problems) {
		Optional<String> unknown = Arrays.stream(args).filter((each) -> !each.startsWith("--")).findFirst();
		unknown.ifPresent((each) -> problems.println("Not a command, or not the first argument: " + each));
		return unknown.isPresent();
	}

	@Bean
	Clock clock() {
		return Clock.systemUTC();
	}

	// Tasks with a fixed delay would share one thread in Spring Boot's scheduler for
	// virtual threads.
	@Bean
	ThreadPoolTaskScheduler taskScheduler(ThreadPoolTaskSchedulerBuilder builder) {
		return builder.build();
	}

	// Each address has one kind of answer, and who cannot take it is no better off
	// without.
	@Bean
	WebMvcConfigurer anythingIsAccepted() {
		return new AnythingIsAccepted();
	}

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsOfTomcat() {
		return (factory) -> factory.addContextCustomizers((context) -> ((StandardHost) context.getParent())
			.setErrorReportValveClass(ProblemReportValve.class.getName()));
	}

	private static final class AnythingIsAccepted implements WebMvcConfigurer {

		@Override
		public void configureContentNegotiation(ContentNegotiationConfigurer negotiation) {
			negotiation.ignoreAcceptHeader(true).defaultContentType(MediaType.ALL);
		}

	}

}
