package io.wegrant.server.audit;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.wegrant.server.settings.SettingsCheck;

/**
 * How long it is remembered who did what.
 *
 * @param retention how long an event stays in the audit log
 * @param purgeInterval how often each node deletes events that are older
 */
@ConfigurationProperties("wegrant.audit")
record AuditProperties(@DefaultValue("400d") Duration retention, @DefaultValue("1h") Duration purgeInterval) {

	AuditProperties {
		SettingsCheck check = SettingsCheck.of("wegrant.audit");
		check.range("retention", retention, Duration.ofDays(1), Duration.ofDays(36_500));
		check.range("purge-interval", purgeInterval, Duration.ofMillis(100), Duration.ofDays(1));
		check.end();
	}

}
