package io.wegrant.server.settings;

import java.util.Locale;

import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.context.ApplicationListener;

/**
 * Takes the machine's locale away before anything else happens. What is written here is
 * for machines, and our own code says so wherever it matters; Spring Data does not: on a
 * Turkish machine it would look for columns that are spelt with an i without a dot.
 */
final class NoLocale implements ApplicationListener<ApplicationStartingEvent> {

	@Override
	public void onApplicationEvent(ApplicationStartingEvent event) {
		Locale.setDefault(Locale.ROOT);
	}

}
