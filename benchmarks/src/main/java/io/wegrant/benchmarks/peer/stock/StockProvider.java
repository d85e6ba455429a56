package io.wegrant.benchmarks.peer.stock;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The stock provider as a program.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class StockProvider {

	/**
	 * Starts it.
	 * @param arguments properties as {@code --name=value}
	 */
	public static void main(String[] arguments) {
		SpringApplication.run(StockProvider.class, arguments);
	}

}
