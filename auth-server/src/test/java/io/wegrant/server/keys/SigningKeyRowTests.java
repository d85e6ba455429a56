package io.wegrant.server.keys;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import io.wegrant.server.secrets.Ciphertext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The life of a key, by the clock alone.
 */
class SigningKeyRowTests {

	private static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");

	private static final Instant ACTIVE = MADE.plus(Duration.ofHours(2));

	private static final Instant RETIRED = MADE.plus(Duration.ofDays(90));

	private static final Instant GONE = RETIRED.plus(Duration.ofHours(1));

	private static final Ciphertext PRIVATE = Ciphertext.of(new byte[] { 1 });

	@Test
	void stateWhenTimePassesThenPendingActiveRetiringGone() {
		SigningKeyRow key = key(PRIVATE, RETIRED, null);

		assertThat(key.stateAt(MADE)).isEqualTo(KeyState.PENDING);
		assertThat(key.stateAt(ACTIVE.minusMillis(1))).isEqualTo(KeyState.PENDING);
		assertThat(key.stateAt(ACTIVE)).isEqualTo(KeyState.ACTIVE);
		assertThat(key.stateAt(RETIRED.minusMillis(1))).isEqualTo(KeyState.ACTIVE);
		assertThat(key.stateAt(RETIRED)).isEqualTo(KeyState.RETIRING);
		assertThat(key.goneAt()).isEqualTo(GONE);
		assertThat(key.isGoneAt(GONE.minusMillis(1))).isFalse();
		assertThat(key.isGoneAt(GONE)).isTrue();
	}

	@Test
	void publishWhenTimePassesThenFromItsMakingUntilItIsGone() {
		SigningKeyRow key = key(PRIVATE, RETIRED, null);

		assertThat(key.isPublishedAt(MADE)).isTrue();
		assertThat(key.isPublishedAt(RETIRED)).isTrue();
		assertThat(key.isPublishedAt(GONE.minusMillis(1))).isTrue();
		assertThat(key.isPublishedAt(GONE)).isFalse();
	}

	@Test
	void stateWhenNothingFollowsThenActiveForever() {
		SigningKeyRow key = key(PRIVATE, null, null);

		assertThat(key.stateAt(GONE.plus(Duration.ofDays(3650)))).isEqualTo(KeyState.ACTIVE);
		assertThat(key.goneAt()).isNull();
	}

	@Test
	void signWhenRetiredOrErasedOrWithdrawnThenNot() {
		assertThat(key(PRIVATE, RETIRED, null).isUsableAt(MADE)).isTrue();
		assertThat(key(PRIVATE, RETIRED, null).isUsableAt(ACTIVE)).isTrue();
		assertThat(key(PRIVATE, RETIRED, null).isUsableAt(RETIRED)).isFalse();
		assertThat(key(null, RETIRED, null).isUsableAt(ACTIVE)).isFalse();
		assertThat(key(null, RETIRED, ACTIVE).isUsableAt(ACTIVE)).isFalse();
	}

	@Test
	void withdrawWhenAtAnyTimeThenNotPublishedAndGoneWhenTokensAre() {
		SigningKeyRow key = key(null, RETIRED, ACTIVE);

		assertThat(key.stateAt(MADE)).isEqualTo(KeyState.WITHDRAWN);
		assertThat(key.isPublishedAt(MADE)).isFalse();
		assertThat(key.goneAt()).isEqualTo(ACTIVE.plus(Duration.ofHours(1)));
	}

	private static SigningKeyRow key(Ciphertext privateKey, Instant retiresAt, Instant withdrawnAt) {
		return new SigningKeyRow(1L, "ES256", 1, "kid", "{}", privateKey, MADE, ACTIVE, retiresAt, withdrawnAt,
				Duration.ofHours(1).toMillis());
	}

}
