package io.wegrant.server.keys;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A signing key as administrators may see it.
 *
 * @param kid its id, the RFC 7638 thumbprint
 * @param algorithm the JWS algorithm
 * @param state where it is in its life
 * @param publishedAt since when it is published
 * @param activatesAt since when it is signed with
 * @param retiresAt until when it is signed with, if that is known
 * @param withdrawnAt when it was withdrawn, if it was
 * @param goneAt when nothing is left of it, if that is known
 */
public record SigningKeyDetails(String kid, String algorithm, KeyState state, Instant publishedAt, Instant activatesAt,
		@Nullable Instant retiresAt, @Nullable Instant withdrawnAt, @Nullable Instant goneAt) {

	static SigningKeyDetails of(SigningKeyRow row, Instant now) {
		return new SigningKeyDetails(row.kid(), row.algorithm(), row.stateAt(now), row.createdAt(), row.activatesAt(),
				row.retiresAt(), row.withdrawnAt(), row.goneAt());
	}

}
