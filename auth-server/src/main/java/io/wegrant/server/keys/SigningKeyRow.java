package io.wegrant.server.keys;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

import io.wegrant.server.secrets.Ciphertext;

/**
 * A signing key as stored.
 *
 * @param sequence the number of the key among those of its algorithm, unique: of nodes
 * that make a key at the same time one succeeds
 * @param kid the key's RFC 7638 thumbprint
 * @param publicKey the public JWK
 * @param privateKey the whole JWK, encrypted
 */
@Table("signing_key")
record SigningKeyRow(@Id @Nullable Long id, String algorithm, int sequence, String kid, String publicKey,
		Ciphertext privateKey, Instant createdAt) {

}
