package io.wegrant.server.selfservice;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

import io.wegrant.server.sessions.SessionDetails;
import io.wegrant.server.sessions.Sessions;

/**
 * A session as its user sees it. Nothing of it can be used as a token.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record OwnSession(String sid, boolean current, @JsonProperty("client_id") String clientId, @Nullable String device,
		String scope, @JsonProperty("created_at") Instant createdAt, @JsonProperty("refreshed_at") Instant refreshedAt,
		@JsonProperty("expires_at") Instant expiresAt) {

	static OwnSession of(SessionDetails session, Sessions sessions, Caller caller) {
		return new OwnSession(session.sid(), session.sid().equals(caller.sid()), session.clientId(), session.device(),
				session.scopes(), session.createdAt(), session.refreshedAt(), sessions.expiryOf(session));
	}

}
