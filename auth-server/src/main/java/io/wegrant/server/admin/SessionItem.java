package io.wegrant.server.admin;

import java.time.Instant;
import java.util.Locale;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

import io.wegrant.server.sessions.SessionDetails;
import io.wegrant.server.sessions.Sessions;

/**
 * A session as administrators see it. Nothing of it can be used as a token.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SessionItem(String sid, String sub, @JsonProperty("client_id") String clientId, String appid, String openid,
		@Nullable String device, String scope, Set<String> resources, String status, int refreshes,
		@JsonProperty("created_at") Instant createdAt, @JsonProperty("refreshed_at") Instant refreshedAt,
		@JsonProperty("expires_at") Instant expiresAt, @JsonProperty("ended_at") @Nullable Instant endedAt) {

	static SessionItem of(SessionDetails session, Sessions sessions) {
		return new SessionItem(session.sid(), session.sub(), session.clientId(), session.appid(),
				sessions.wechatAccountOf(session).openid(), session.device(), session.scopes(),
				session.access().resources(), sessions.statusOf(session).name().toLowerCase(Locale.ROOT),
				session.generation(), session.createdAt(), session.refreshedAt(), sessions.expiryOf(session),
				session.ended().orElse(null));
	}

	@Override
	public String toString() {
		return "SessionItem[sid=" + this.sid + "]";
	}

}
