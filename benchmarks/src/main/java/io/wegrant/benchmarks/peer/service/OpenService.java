package io.wegrant.benchmarks.peer.service;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * The service as a program, secured by what is on the class path: by the starter where it
 * is there, by nothing where Spring Security is not.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(GoodsController.class)
public class OpenService {

	/**
	 * Starts it.
	 * @param arguments properties as {@code --name=value}
	 */
	public static void main(String[] arguments) {
		SpringApplication.run(OpenService.class, arguments);
	}

}
