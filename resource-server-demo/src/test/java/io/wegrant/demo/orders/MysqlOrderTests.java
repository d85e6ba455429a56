package io.wegrant.demo.orders;

import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.wegrant.demo.TestDatabase;

/**
 * The orders on MySQL.
 */
class MysqlOrderTests extends OrderRules {

	@DynamicPropertySource
	static void database(DynamicPropertyRegistry registry) {
		String url = TestDatabase.create("orders");
		registry.add("spring.datasource.url", () -> url);
	}

}
