package io.wegrant.server.settings;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * What the provider needs of Spring Boot's settings, as far as Spring Boot itself would
 * say it too late or not at all. Without a URL it would take an empty database in memory,
 * and the provider would come up without anything that it had stored.
 */
final class SpringSettings implements SettingsRule {

	private static final String URL = "spring.datasource.url";

	private static final String ISOLATION = "spring.datasource.hikari.transaction-isolation";

	private static final String READ_COMMITTED = "TRANSACTION_READ_COMMITTED";

	private static final String SCHEDULER_THREADS = "spring.task.scheduling.pool.size";

	private final Environment environment;

	SpringSettings(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void check(SettingsCheck check) {
		String url = read(URL, String.class, check);
		boolean wantsMysql = this.environment.matchesProfiles("mysql");
		check.required(URL, url, "the database, jdbc:mysql://… or jdbc:h2:file:…");
		if (url != null) {
			check.that(URL, isMysql(url) || url.startsWith("jdbc:h2:"), "must be jdbc:mysql://… or jdbc:h2:…");
			check.that(URL, isMysql(url) || !wantsMysql, "must be jdbc:mysql://… with the profile mysql");
			check.that(URL,
					isMysql(url) || List.of(url.toUpperCase(Locale.ROOT).split(";"))
						.containsAll(List.of("MODE=MYSQL", "CASE_INSENSITIVE_IDENTIFIERS=TRUE")),
					"must have ;MODE=MySQL;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE for H2");
		}
		if (wantsMysql || (url != null && isMysql(url))) {
			check.required("spring.datasource.username", read("spring.datasource.username", String.class, check),
					"the database user");
			check.required("spring.datasource.password", read("spring.datasource.password", String.class, check),
					"the database user's password");
		}
		String isolation = read(ISOLATION, String.class, check);
		check.that(ISOLATION, isolation == null || isolation.equals(READ_COMMITTED),
				"must be " + READ_COMMITTED + ": others lock gaps, and first logins would deadlock");
		Integer threads = read(SCHEDULER_THREADS, Integer.class, check);
		check.that(SCHEDULER_THREADS, threads == null || threads > 0, "must be at least 1");
		read("spring.lifecycle.timeout-per-shutdown-phase", Duration.class, check);
		read("spring.transaction.default-timeout", Duration.class, check);
	}

	private <T> @Nullable T read(String name, Class<T> type, SettingsCheck check) {
		return Binder.get(this.environment).bind(name, Bindable.of(type), new SettingsReader(check)).orElse(null);
	}

	private static boolean isMysql(String url) {
		return url.startsWith("jdbc:mysql:");
	}

}
