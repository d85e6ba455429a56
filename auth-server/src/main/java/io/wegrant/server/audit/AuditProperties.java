package io.wegrant.server.audit;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * How long it is remembered who did what.
 *
 * @param retention how long an event stays in the audit log
 * @param purgeInterval how often each node deletes events that are older
 */
@ConfigurationProperties("wegrant.audit")
record AuditProperties(@DefaultValue("400d") Duration retention, @DefaultValue("1h") Duration purgeInterval) {

	AuditProperties {
		Assert.isTrue(!retention.isZero() && !retention.isNegative(), "wegrant.audit.retention must be positive");
	}

}
