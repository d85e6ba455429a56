package io.wegrant.simulator;

import java.security.SecureRandom;
import java.time.Clock;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

import io.wegrant.simulator.directory.MiniPrograms;
import io.wegrant.simulator.directory.People;
import io.wegrant.simulator.push.Deliveries;
import io.wegrant.simulator.push.Pushes;

/**
 * Assembles the simulator. The auto-configurations are named one by one, so that whatever
 * else is on the class path of a test stays out.
 */
@Configuration(proxyBeanMethods = false)
@ComponentScan
@EnableConfigurationProperties(SimulatorProperties.class)
@ImportAutoConfiguration({ TomcatServletWebServerAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
		WebMvcAutoConfiguration.class, ErrorMvcAutoConfiguration.class, JacksonAutoConfiguration.class,
		HttpMessageConvertersAutoConfiguration.class })
class SimulatorConfiguration {

	@Bean
	MiniPrograms miniPrograms(SimulatorProperties properties) {
		return new MiniPrograms(properties.apps());
	}

	@Bean
	People people(SimulatorProperties properties) {
		return new People(properties.people());
	}

	@Bean
	Pushes pushes(SimulatorProperties properties, MiniPrograms miniPrograms, People people, Clock clock,
			SecureRandom random) {
		return new Pushes(properties.pushUrl(), miniPrograms, people, clock, random);
	}

	@Bean
	Deliveries deliveries(SimulatorProperties properties, Pushes pushes, MiniPrograms miniPrograms, Clock clock) {
		return new Deliveries(pushes, miniPrograms, clock, properties.pushRetryUnit());
	}

	@Bean
	SecureRandom secureRandom() {
		return new SecureRandom();
	}

}
