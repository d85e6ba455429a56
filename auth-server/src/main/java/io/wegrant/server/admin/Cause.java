package io.wegrant.server.admin;

import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

import io.wegrant.server.audit.AuditEvent;
import io.wegrant.server.audit.AuditEventType;

/**
 * Who makes a change, and why.
 *
 * @param actor the client whose token came with the request
 * @param reason the administrator's words, if given
 */
record Cause(String actor, Optional<String> reason) {

	private static final int MAX_LENGTH = 200;

	private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

	Cause {
		if (reason.filter((text) -> text.length() > MAX_LENGTH || CONTROL.matcher(text).find()).isPresent()) {
			throw AdminProblem.badReason();
		}
	}

	static Cause of(String actor, @Nullable String reason) {
		return new Cause(actor, Optional.ofNullable(reason).filter(StringUtils::hasText));
	}

	static Cause of(String actor, Reason reason) {
		Cause cause = of(actor, reason.reason());
		if (cause.reason().isEmpty()) {
			throw AdminProblem.badReason();
		}
		return cause;
	}

	AuditEvent of(AuditEventType type) {
		AuditEvent event = AuditEvent.of(type, this.actor);
		return this.reason.map(event::because).orElse(event);
	}

}
