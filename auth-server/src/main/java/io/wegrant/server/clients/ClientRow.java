package io.wegrant.server.clients;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.data.relational.core.mapping.Table;

/**
 * A client as stored. Sets are space-separated, as in RFC 6749.
 *
 * @param secretHash the SHA-256 of the secret in hexadecimal, for a client that has one
 * @param jwkSetUri where a client that authenticates with {@code private_key_jwt}
 * publishes its keys
 * @param sessionsEndedAt sessions opened up to this instant have ended
 */
@Table("client")
record ClientRow(@Id String clientId, @Version @Nullable Integer version, @Nullable String secretHash,
		@Nullable String jwkSetUri, String scopes, String resources, @Nullable String appid, boolean wechatClaims,
		boolean enabled, @Nullable Instant sessionsEndedAt, Instant createdAt) {

}
