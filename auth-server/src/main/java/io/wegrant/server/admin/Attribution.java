package io.wegrant.server.admin;

import java.security.Principal;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

import io.wegrant.server.audit.AuditEvent;
import io.wegrant.server.audit.AuditEventType;
import io.wegrant.server.authorization.TextForPeople;

/**
 * Who makes a change, and why.
 *
 * @param actor the client whose token came with the request
 * @param reason the administrator's words, if given
 */
public record Attribution(String actor, Optional<String> reason) {

	private static final int MAX_LENGTH = 200;

	/**
	 * Creates an attribution.
	 * @throws AdminProblem with 400 if the reason is too long or has control characters
	 */
	public Attribution {
		if (reason.filter((text) -> text.length() > MAX_LENGTH || !TextForPeople.isLine(text)).isPresent()) {
			throw AdminProblem.badReason();
		}
	}

	/**
	 * Describes a change that need not be explained.
	 * @param caller who makes it
	 * @param reason why, if that is said
	 * @return the attribution
	 * @throws AdminProblem with 400 if the reason is too long or has control characters
	 */
	public static Attribution of(Principal caller, @Nullable String reason) {
		return new Attribution(caller.getName(), Optional.ofNullable(reason).filter(StringUtils::hasText));
	}

	/**
	 * Describes a change that must be explained.
	 * @param caller who makes it
	 * @param reason why
	 * @return the attribution
	 * @throws AdminProblem with 400 if there is no reason, or it is too long or has
	 * control characters
	 */
	public static Attribution explained(Principal caller, @Nullable String reason) {
		Attribution attribution = of(caller, reason);
		if (attribution.reason().isEmpty()) {
			throw AdminProblem.badReason();
		}
		return attribution;
	}

	/**
	 * Begins a line of the audit log.
	 * @param type what was done
	 * @return the line, with who did it and why
	 */
	public AuditEvent of(AuditEventType type) {
		AuditEvent event = AuditEvent.of(type, this.actor);
		return this.reason.map(event::because).orElse(event);
	}

}
