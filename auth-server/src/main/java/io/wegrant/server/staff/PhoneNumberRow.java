package io.wegrant.server.staff;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

import io.wegrant.server.secrets.Ciphertext;
import io.wegrant.server.secrets.EncryptedColumn;

/**
 * A phone number as stored.
 *
 * @param phoneHash the keyed hash by which the number is found
 * @param phone the number, encrypted
 * @param userId who holds it, if anybody does
 * @param verifiedAt when WeChat vouched for the holder
 */
@Table("phone_number")
record PhoneNumberRow(@Id @Nullable Long id, String phoneHash, Ciphertext phone, @Nullable Long userId,
		@Nullable Instant verifiedAt) {

	static final EncryptedColumn PHONE = new EncryptedColumn("phone_number", "id", "phone", List.of("phone_hash"));

	long key() {
		return Objects.requireNonNull(this.id);
	}

	Optional<Long> holder() {
		return Optional.ofNullable(this.userId);
	}

}
