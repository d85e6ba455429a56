package io.wegrant.server.profiles;

import java.time.Instant;
import java.util.List;

import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

import io.wegrant.server.secrets.Ciphertext;
import io.wegrant.server.secrets.EncryptedColumn;

/**
 * A profile as stored.
 *
 * @param userId the user's internal number
 * @param document the profile as a JSON document, encrypted
 * @param updatedAt when it was last changed
 */
@Table("profile")
record ProfileRow(@Id long userId, Ciphertext document, Instant updatedAt) {

	static final EncryptedColumn DOCUMENT = new EncryptedColumn("profile", "user_id", "document", List.of("user_id"));

}
