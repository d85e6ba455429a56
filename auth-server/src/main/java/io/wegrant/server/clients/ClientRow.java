package io.wegrant.server.clients;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.ReadOnlyProperty;
import org.springframework.data.annotation.Version;
import org.springframework.data.relational.core.mapping.Table;

/**
 * A client as stored. Sets are space-separated, as in RFC 6749.
 *
 * @param secretHash the SHA-256 of the secret in hexadecimal, for a client that has one
 * @param previousSecretHash the same of the secret before, while both work
 * @param jwkSetUri where a client that authenticates with {@code private_key_jwt}
 * publishes its keys
 * @param accessTokenAlgorithm the JWS algorithm of its access tokens
 * @param tokenEpoch access tokens of an earlier epoch are refused; it changes by a
 * statement of its own
 */
@Table("client")
record ClientRow(@Id String clientId, @Version @Nullable Integer version, @Nullable String secretHash,
		@Nullable String previousSecretHash, @Nullable String jwkSetUri, String scopes, String resources,
		@Nullable String appid, boolean wechatClaims, String accessTokenAlgorithm, boolean enabled, Instant createdAt,
		@ReadOnlyProperty long tokenEpoch) {

}
