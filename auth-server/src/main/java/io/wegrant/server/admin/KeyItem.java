package io.wegrant.server.admin;

import java.time.Instant;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

import io.wegrant.server.keys.SigningKeyDetails;

/**
 * A signing key as administrators see it. Nothing of it is secret.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record KeyItem(String kid, String algorithm, String state, @JsonProperty("published_at") Instant publishedAt,
		@JsonProperty("activates_at") Instant activatesAt, @JsonProperty("retires_at") @Nullable Instant retiresAt,
		@JsonProperty("withdrawn_at") @Nullable Instant withdrawnAt,
		@JsonProperty("gone_at") @Nullable Instant goneAt) {

	static KeyItem of(SigningKeyDetails key) {
		return new KeyItem(key.kid(), key.algorithm(), key.state().name().toLowerCase(Locale.ROOT), key.publishedAt(),
				key.activatesAt(), key.retiresAt(), key.withdrawnAt(), key.goneAt());
	}

}
