package io.wegrant.server.keys;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

import io.wegrant.server.secrets.Ciphertext;
import io.wegrant.server.secrets.EncryptedColumn;

/**
 * A signing key as stored. Its state is not: it follows from the times, so that all nodes
 * switch at the same instant without a word.
 *
 * @param sequence the number of the key among those of its algorithm, unique: of nodes
 * that make a key at the same time one succeeds
 * @param kid the key's RFC 7638 thumbprint
 * @param publicKey the public JWK
 * @param privateKey the whole JWK, encrypted; {@code null} once the key is signed with no
 * more
 * @param createdAt since when it is published
 * @param activatesAt since when it is signed with
 * @param retiresAt until when it is signed with: the activation of the next key, as soon
 * as there is one
 * @param withdrawnAt when it was withdrawn
 * @param overlapMillis how long it stays published when it has retired
 */
@Table("signing_key")
record SigningKeyRow(@Id @Nullable Long id, String algorithm, int sequence, String kid, String publicKey,
		@Nullable Ciphertext privateKey, Instant createdAt, Instant activatesAt, @Nullable Instant retiresAt,
		@Nullable Instant withdrawnAt, long overlapMillis) {

	static final EncryptedColumn PRIVATE_KEY = new EncryptedColumn("signing_key", "id", "private_key", List.of("kid"));

	KeyState stateAt(Instant now) {
		if (this.withdrawnAt != null) {
			return KeyState.WITHDRAWN;
		}
		if (this.retiresAt != null && !now.isBefore(this.retiresAt)) {
			return KeyState.RETIRING;
		}
		return now.isBefore(this.activatesAt) ? KeyState.PENDING : KeyState.ACTIVE;
	}

	/**
	 * Tells when no token is left that the key has signed.
	 * @return the time, or {@code null} while nothing ends the key
	 */
	@Nullable Instant goneAt() {
		Instant end = (this.withdrawnAt != null) ? this.withdrawnAt : this.retiresAt;
		return (end != null) ? end.plusMillis(this.overlapMillis) : null;
	}

	boolean isPublishedAt(Instant now) {
		return this.withdrawnAt == null && !isGoneAt(now);
	}

	boolean isGoneAt(Instant now) {
		Instant goneAt = goneAt();
		return goneAt != null && !now.isBefore(goneAt);
	}

	/**
	 * Tells whether the key signs, or will.
	 * @param now the time
	 * @return whether it is pending or active and has its private part
	 */
	boolean isUsableAt(Instant now) {
		KeyState state = stateAt(now);
		return this.privateKey != null && (state == KeyState.PENDING || state == KeyState.ACTIVE);
	}

}
