package io.wegrant.demo;

import java.time.Clock;
import java.util.Locale;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * The demo service as a program. It listens on port 8090 and expects the provider at
 * {@code http://localhost:9000}.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class ResourceServerDemoApplication {

	/**
	 * Starts the service.
	 * @param arguments properties as {@code --name=value}
	 */
	public static void main(String[] arguments) {
		// On a Turkish machine Spring Data would look for columns with an i without a
		// dot.
		Locale.setDefault(Locale.ROOT);
		SpringApplication.run(ResourceServerDemoApplication.class, arguments);
	}

	@Bean
	Clock clock() {
		return Clock.systemUTC();
	}

}
