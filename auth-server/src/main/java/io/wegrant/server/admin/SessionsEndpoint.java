package io.wegrant.server.admin;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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

import io.wegrant.server.accounts.Accounts;
import io.wegrant.server.accounts.Phones;
import io.wegrant.server.accounts.User;
import io.wegrant.server.audit.AuditLog;
import io.wegrant.server.clients.Clients;
import io.wegrant.server.sessions.SessionDetails;
import io.wegrant.server.sessions.Sessions;

/**
 * The sessions, to be found, looked at and ended.
 */
@RestController
class SessionsEndpoint {

	private static final String PATH = AdminConfiguration.PATH + "/sessions";

	private static final int MAX_SIZE = 100;

	private final Accounts accounts;

	private final Phones phones;

	private final Sessions sessions;

	private final Clients clients;

	private final AuditLog auditLog;

	private final Administration administration;

	SessionsEndpoint(Accounts accounts, Phones phones, Sessions sessions, Clients clients, AuditLog auditLog,
			Administration administration) {
		this.accounts = accounts;
		this.phones = phones;
		this.sessions = sessions;
		this.clients = clients;
		this.auditLog = auditLog;
		this.administration = administration;
	}

	@GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
	SessionPage listSessions(@RequestParam(required = false) @Nullable String user,
			@RequestParam(required = false) @Nullable String appid,
			@RequestParam(required = false) @Nullable String openid,
			@RequestParam(required = false) @Nullable String client, @RequestParam(defaultValue = "0") int page,
			@RequestParam(defaultValue = "20") int size) {
		checkPage(page, size);
		// One more than the page has tells whether there is another, without counting.
		List<SessionDetails> found = find(given(user), given(appid), given(openid), given(client), size + 1,
				(long) page * size);
		return page(found, page, size);
	}

	@PostMapping(path = PATH + "/search", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	SessionPage findSessions(@RequestBody PhoneSearch search, @RequestParam(defaultValue = "0") int page,
			@RequestParam(defaultValue = "20") int size) {
		checkPage(page, size);
		User user = this.phones.holderOf(Given.phone(search.phone())).orElseThrow(AdminProblem::noSuchUser);
		return page(this.sessions.ofUser(user.id(), size + 1, (long) page * size), page, size);
	}

	@GetMapping(path = PATH + "/{sid}", produces = MediaType.APPLICATION_JSON_VALUE)
	SessionWithHistory getSession(@PathVariable String sid) {
		SessionDetails session = this.sessions.find(sid).orElseThrow(AdminProblem::noSuchSession);
		return SessionWithHistory.of(SessionItem.of(session, this.sessions),
				this.auditLog.ofSession(session.sid(), session.sub(), session.createdAt()));
	}

	@DeleteMapping(PATH + "/{sid}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void endSession(@PathVariable String sid, @RequestParam(required = false) @Nullable String reason,
			Authentication caller) {
		this.administration.endSession(sid, Cause.of(caller.getName(), reason));
	}

	private List<SessionDetails> find(Optional<String> sub, Optional<String> appid, Optional<String> openid,
			Optional<String> clientId, int limit, long offset) {
		long selections = Stream.of(sub, appid.or(() -> openid), clientId).filter(Optional::isPresent).count();
		if (selections != 1 || appid.isPresent() != openid.isPresent()) {
			throw AdminProblem.ambiguousSelection();
		}
		if (clientId.isPresent()) {
			return ofClient(clientId.get(), limit, offset);
		}
		User user = sub.flatMap(this.accounts::find)
			.or(() -> appid.flatMap((each) -> this.accounts.find(each, openid.orElseThrow())))
			.orElseThrow(AdminProblem::noSuchUser);
		return this.sessions.ofUser(user.id(), limit, offset);
	}

	private List<SessionDetails> ofClient(String clientId, int limit, long offset) {
		if (!this.clients.isRegistered(clientId)) {
			throw AdminProblem.noSuchClient();
		}
		return this.sessions.ofClient(clientId, limit, offset);
	}

	private SessionPage page(List<SessionDetails> found, int page, int size) {
		return new SessionPage(
				found.stream().limit(size).map((session) -> SessionItem.of(session, this.sessions)).toList(), page,
				size, found.size() > size);
	}

	private static void checkPage(int page, int size) {
		if (page < 0 || size < 1 || size > MAX_SIZE) {
			throw AdminProblem.badPage();
		}
	}

	private static Optional<String> given(@Nullable String parameter) {
		return Optional.ofNullable(parameter).filter(StringUtils::hasText);
	}

}
