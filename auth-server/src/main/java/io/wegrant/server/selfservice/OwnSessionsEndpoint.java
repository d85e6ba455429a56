package io.wegrant.server.selfservice;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import io.wegrant.server.sessions.DeviceLabel;
import io.wegrant.server.sessions.SessionDetails;
import io.wegrant.server.sessions.SessionId;
import io.wegrant.server.sessions.Sessions;

/**
 * Where a user is logged in.
 */
@RestController
class OwnSessionsEndpoint {

	private static final String PATH = SelfServiceConfiguration.PATH + "/sessions";

	private static final int MAX_SIZE = 100;

	private final Sessions sessions;

	private final OwnAccount account;

	OwnSessionsEndpoint(Sessions sessions, OwnAccount account) {
		this.sessions = sessions;
		this.account = account;
	}

	@GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
	OwnSessionPage listOwnSessions(@RequestParam(defaultValue = "0") int page,
			@RequestParam(defaultValue = "20") int size, JwtAuthenticationToken authentication) {
		if (page < 0 || size < 1 || size > MAX_SIZE) {
			throw AccountProblem.badPage();
		}
		Caller caller = Caller.of(authentication);
		// One more than the page has tells whether there is another, without counting.
		List<SessionDetails> found = this.sessions.liveOf(caller.sub(), size + 1, (long) page * size);
		return new OwnSessionPage(
				found.stream().limit(size).map((session) -> OwnSession.of(session, this.sessions, caller)).toList(),
				page, size, found.size() > size);
	}

	@DeleteMapping(PATH + "/{sid}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void endOwnSession(@PathVariable String sid, JwtAuthenticationToken authentication) {
		this.account.endSession(new SessionId(sid), Caller.of(authentication));
	}

	@PostMapping(SelfServiceConfiguration.PATH + "/logout-everywhere")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void logOutEverywhere(JwtAuthenticationToken authentication) {
		this.account.logOutEverywhere(Caller.of(authentication));
	}

	/**
	 * A session as its user sees it. Nothing of it can be used as a token.
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record OwnSession(String sid, boolean current, @JsonProperty("client_id") String clientId, @Nullable String device,
			String scope, @JsonProperty("created_at") Instant createdAt,
			@JsonProperty("refreshed_at") Instant refreshedAt, @JsonProperty("expires_at") Instant expiresAt) {

		static OwnSession of(SessionDetails session, Sessions sessions, Caller caller) {
			ToldTimes times = ToldTimes.of(session, sessions.expiryOf(session));
			return new OwnSession(session.sid().value(), session.sid().equals(caller.sid()), session.clientId().value(),
					session.deviceLabel().map(DeviceLabel::value).orElse(null), session.scopes().value(),
					session.createdAt(), times.refreshedAt(), times.expiresAt());
		}

	}

	/**
	 * A page of the list of a user's own sessions.
	 *
	 * @param items the sessions
	 * @param page the page's number, from 0
	 * @param size how many sessions a page has at most
	 * @param more whether there is a next page
	 */
	record OwnSessionPage(List<OwnSession> items, int page, int size, boolean more) {

	}

}
