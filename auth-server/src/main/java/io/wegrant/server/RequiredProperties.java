package io.wegrant.server;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Stops the start when a setting without a safe default is missing. Spring Boot would
 * otherwise fall back to an empty database in memory, and the provider would come up
 * without anything that it had stored.
 */
final class RequiredProperties implements EnvironmentPostProcessor, Ordered {

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		List<String> missing = new ArrayList<>();
		require(environment, missing, "wegrant.issuer", "the public base URL, the iss of every token");
		String url = environment.getProperty("spring.datasource.url", "");
		boolean mysql = environment.matchesProfiles("mysql");
		if (url.isBlank() || (mysql && !url.startsWith("jdbc:mysql:"))) {
			missing.add("spring.datasource.url (" + (mysql ? "the database, jdbc:mysql://…" : "the database") + ")");
		}
		if (mysql || url.startsWith("jdbc:mysql:")) {
			require(environment, missing, "spring.datasource.username", "the database user");
			require(environment, missing, "spring.datasource.password", "the database user's password");
		}
		if (isMissing(environment, "wegrant.keyset.value")) {
			require(environment, missing, "wegrant.keyset.file",
					"the master keyset, or set wegrant.keyset.value; generate-keyset prints a new one");
		}
		require(environment, missing, "wegrant.wechat.base-url", "WeChat's API, https://api.weixin.qq.com");
		if (!missing.isEmpty()) {
			throw new MissingPropertiesException(missing);
		}
	}

	private static void require(ConfigurableEnvironment environment, List<String> missing, String property,
			String meaning) {
		if (isMissing(environment, property)) {
			missing.add(property + " (" + meaning + ")");
		}
	}

	private static boolean isMissing(ConfigurableEnvironment environment, String property) {
		return environment.getProperty(property, "").isBlank();
	}

}
