package io.wegrant.gateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/**
 * The gateway.
 */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(GatewayRoutes.class)
public class GatewayDemoApplication {

	/**
	 * Starts it.
	 * @param arguments settings
	 */
	public static void main(String[] arguments) {
		SpringApplication.run(GatewayDemoApplication.class, arguments);
	}

}
