package io.wegrant.server.admin.api;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import io.wegrant.server.accounts.Appid;
import io.wegrant.server.accounts.Openid;
import io.wegrant.server.accounts.Sub;
import io.wegrant.server.accounts.User;
import io.wegrant.server.accounts.Users;
import io.wegrant.server.accounts.WechatAccount;
import io.wegrant.server.admin.AdminProblem;
import io.wegrant.server.admin.Administration;
import io.wegrant.server.admin.Attribution;
import io.wegrant.server.audit.AuditEvent;
import io.wegrant.server.audit.AuditLog;
import io.wegrant.server.clients.ClientId;
import io.wegrant.server.clients.Clients;
import io.wegrant.server.sessions.DeviceLabel;
import io.wegrant.server.sessions.SessionDetails;
import io.wegrant.server.sessions.SessionId;
import io.wegrant.server.sessions.Sessions;
import io.wegrant.server.staff.Phones;

/**
 * The sessions, to be found, looked at and ended.
 */
@RestController
class SessionsEndpoint {

	private static final String PATH = AdminApiConfiguration.PATH + "/sessions";

	private final Users users;

	private final Phones phones;

	private final Sessions sessions;

	private final Clients clients;

	private final AuditLog auditLog;

	private final Administration administration;

	SessionsEndpoint(Users users, Phones phones, Sessions sessions, Clients clients, AuditLog auditLog,
			Administration administration) {
		this.users = users;
		this.phones = phones;
		this.sessions = sessions;
		this.clients = clients;
		this.auditLog = auditLog;
		this.administration = administration;
	}

	@GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
	Page<SessionItem> listSessions(@RequestParam(required = false) @Nullable String user,
			@RequestParam(required = false) @Nullable String appid,
			@RequestParam(required = false) @Nullable String openid,
			@RequestParam(required = false) @Nullable String client, @RequestParam(defaultValue = "0") int page,
			@RequestParam(defaultValue = "20") int size) {
		return Page.of(page, size,
				(limit, offset) -> find(given(user).map(Sub::new), given(appid).map(Appid::new),
						given(openid).map(Openid::new), given(client).map(ClientId::new), limit, offset),
				(session) -> SessionItem.of(session, this.sessions));
	}

	@PostMapping(path = PATH + "/search", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	Page<SessionItem> findSessions(@RequestBody PhoneSearch search, @RequestParam(defaultValue = "0") int page,
			@RequestParam(defaultValue = "20") int size) {
		return Page.of(page, size, (limit, offset) -> {
			User user = this.phones.holderOf(RequestValues.phone(search.phone())).orElseThrow(AdminProblem::noSuchUser);
			return this.sessions.ofUser(user.id(), limit, offset);
		}, (session) -> SessionItem.of(session, this.sessions));
	}

	@GetMapping(path = PATH + "/{sid}", produces = MediaType.APPLICATION_JSON_VALUE)
	SessionWithHistory getSession(@PathVariable String sid) {
		SessionDetails session = this.sessions.find(new SessionId(sid)).orElseThrow(AdminProblem::noSuchSession);
		return SessionWithHistory.of(SessionItem.of(session, this.sessions),
				this.auditLog.ofSession(session.sid().value(), session.sub().value(), session.createdAt()));
	}

	@DeleteMapping(PATH + "/{sid}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void endSession(@PathVariable String sid, @RequestParam(required = false) @Nullable String reason,
			Authentication caller) {
		this.administration.endSession(new SessionId(sid), Attribution.of(caller, reason));
	}

	private List<SessionDetails> find(Optional<Sub> sub, Optional<Appid> appid, Optional<Openid> openid,
			Optional<ClientId> clientId, int limit, long offset) {
		long selections = Stream.of(sub.isPresent(), appid.isPresent() || openid.isPresent(), clientId.isPresent())
			.filter(Boolean::booleanValue)
			.count();
		if (selections != 1 || appid.isPresent() != openid.isPresent()) {
			throw AdminProblem.ambiguousSelection();
		}
		if (clientId.isPresent()) {
			return ofClient(clientId.get(), limit, offset);
		}
		User user = sub.flatMap(this.users::find)
			.or(() -> appid.flatMap((each) -> this.users.find(new WechatAccount(each, openid.orElseThrow()))))
			.orElseThrow(AdminProblem::noSuchUser);
		return this.sessions.ofUser(user.id(), limit, offset);
	}

	private List<SessionDetails> ofClient(ClientId clientId, int limit, long offset) {
		if (!this.clients.isRegistered(clientId)) {
			throw AdminProblem.noSuchClient();
		}
		return this.sessions.ofClient(clientId, limit, offset);
	}

	private static Optional<String> given(@Nullable String parameter) {
		return Optional.ofNullable(parameter).filter(StringUtils::hasText);
	}

	/**
	 * A session as administrators see it. Nothing of it can be used as a token.
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record SessionItem(String sid, String sub, @JsonProperty("client_id") String clientId, String appid, String openid,
			@Nullable String device, String scope, Set<String> resources, String status, int refreshes,
			@JsonProperty("created_at") Instant createdAt, @JsonProperty("refreshed_at") Instant refreshedAt,
			@JsonProperty("expires_at") Instant expiresAt, @JsonProperty("ended_at") @Nullable Instant endedAt) {

		static SessionItem of(SessionDetails session, Sessions sessions) {
			return new SessionItem(session.sid().value(), session.sub().value(), session.clientId().value(),
					session.appid().value(), sessions.wechatAccountOf(session).openid().value(),
					session.deviceLabel().map(DeviceLabel::value).orElse(null), session.scopes().value(),
					session.access().resources(), sessions.statusOf(session).name().toLowerCase(Locale.ROOT),
					session.generation(), session.createdAt(), session.refreshedAt(), sessions.expiryOf(session),
					session.ended().orElse(null));
		}

		@Override
		public String toString() {
			return "SessionItem[sid=" + this.sid + "]";
		}

	}

	/**
	 * A session with what the audit log says of it, the oldest first.
	 */
	record SessionWithHistory(@JsonUnwrapped SessionItem session, List<HistoryEntry> history) {

		static SessionWithHistory of(SessionItem session, List<AuditEvent> events) {
			return new SessionWithHistory(session, events.stream().map(HistoryEntry::of).toList());
		}

		/**
		 * A line of the audit log.
		 */
		@JsonInclude(JsonInclude.Include.NON_NULL)
		record HistoryEntry(@JsonProperty("occurred_at") @Nullable Instant occurredAt, String type, String actor,
				@Nullable String reason) {

			static HistoryEntry of(AuditEvent event) {
				return new HistoryEntry(event.occurredAt(), event.type().name(), event.actor(), event.reason());
			}

		}

	}

}
