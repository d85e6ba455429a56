package io.wegrant.simulator;

import java.util.Map;

import org.springframework.boot.SpringApplication;

/**
 * Runs the simulator on its own.
 */
public final class WechatSimulatorApplication {

	private WechatSimulatorApplication() {
	}

	/**
	 * Starts the simulator.
	 * @param args the command line of Spring Boot, for example {@code --server.port=9101}
	 */
	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(SimulatorConfiguration.class);
		application.setDefaultProperties(Map.of("spring.config.name", WechatSimulator.CONFIGURATION));
		application.run(args);
	}

}
