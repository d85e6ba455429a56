package io.wegrant.server.admin.api;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.wegrant.server.notices.AccountEvents;
import io.wegrant.server.notices.AccountEvents.Untaken;

/**
 * The account events that services have not taken: those that are still told, and those
 * that were given up.
 */
@RestController
class AccountEventsEndpoint {

	private static final String PATH = AdminApiConfiguration.PATH + "/account-events";

	private final AccountEvents events;

	AccountEventsEndpoint(AccountEvents events) {
		this.events = events;
	}

	@GetMapping(path = PATH + "/waiting", produces = MediaType.APPLICATION_JSON_VALUE)
	Page<AccountEventItem> listWaitingAccountEvents(@RequestParam(defaultValue = "0") int page,
			@RequestParam(defaultValue = "20") int size) {
		return Page.of(page, size, this.events::waiting, AccountEventItem::of);
	}

	@GetMapping(path = PATH + "/dead", produces = MediaType.APPLICATION_JSON_VALUE)
	Page<AccountEventItem> listDeadAccountEvents(@RequestParam(defaultValue = "0") int page,
			@RequestParam(defaultValue = "20") int size) {
		return Page.of(page, size, this.events::dead, AccountEventItem::of);
	}

	/**
	 * An event, as administrators see it.
	 */
	record AccountEventItem(String jti, @JsonProperty("client_id") String clientId, String sub, String type,
			@JsonProperty("occurred_at") Instant occurredAt, int attempts, @Nullable String cause,
			@JsonProperty("due_at") @Nullable Instant dueAt, @JsonProperty("dead_at") @Nullable Instant deadAt) {

		static AccountEventItem of(Untaken event) {
			return new AccountEventItem(event.jti(), event.clientId().value(), event.sub().value(),
					event.type().value(), event.occurredAt(), event.attempts(), event.cause().orElse(null),
					event.deadAt().isPresent() ? null : event.dueAt().orElse(null), event.deadAt().orElse(null));
		}

	}

}
