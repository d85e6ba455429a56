package io.wegrant.server.sessions;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * A session as stored. Sets are space-separated, as in RFC 6749.
 *
 * @param sid the session handle: 128 random bits in base64url
 * @param generation how many times the session was refreshed
 * @param device the client's label for the device, shown in lists of sessions
 * @param refreshedAt when the current generation began
 * @param expiresAt when the session ends at the latest
 * @param endedAt when the session was ended before its time, if it was
 */
@Table("login_session")
record SessionRow(@Id @Nullable Long id, String sid, long userId, long identityId, String clientId, String scopes,
		String resources, @Nullable String device, int generation, Instant createdAt, Instant refreshedAt,
		Instant expiresAt, @Nullable Instant endedAt) {

}
