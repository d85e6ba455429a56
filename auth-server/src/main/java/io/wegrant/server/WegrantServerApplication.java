package io.wegrant.server;

import java.time.Clock;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerAutoConfiguration;
import org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerJwtAutoConfiguration;
import org.springframework.context.annotation.Bean;

import io.wegrant.server.secrets.MasterKeyset;

/**
 * The provider as a process.
 */
@SpringBootApplication(exclude = { UserDetailsServiceAutoConfiguration.class,
		OAuth2AuthorizationServerAutoConfiguration.class, OAuth2AuthorizationServerJwtAutoConfiguration.class })
@ConfigurationPropertiesScan
public class WegrantServerApplication {

	/**
	 * Starts the provider, or with the single argument {@code generate-keyset} prints a
	 * new master keyset and ends.
	 * @param args the command line arguments, or {@code generate-keyset}
	 */
	public static void main(String[] args) {
		if (args.length == 1 && "generate-keyset".equals(args[0])) {
			MasterKeyset.printNew(System.out);
			return;
		}
		SpringApplication.run(WegrantServerApplication.class, args);
	}

	@Bean
	Clock clock() {
		return Clock.systemUTC();
	}

}
