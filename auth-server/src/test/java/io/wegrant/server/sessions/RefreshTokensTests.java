package io.wegrant.server.sessions;

import java.security.SecureRandom;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.wegrant.server.secrets.MasterKeyset;

import static org.assertj.core.api.Assertions.assertThat;

class RefreshTokensTests {

	private final RefreshTokens tokens = new RefreshTokens(MasterKeyset.parse(MasterKeyset.generate()),
			new SecureRandom());

	private final RefreshToken token = new RefreshToken(this.tokens.newSid(), 7);

	@Test
	void readWhenGenuineThenSaysWhatWasWritten() {
		assertThat(this.tokens.read(this.tokens.value(this.token))).contains(this.token);
	}

	@Test
	void valueWhenMadeTwiceThenTheSame() {
		assertThat(this.tokens.value(this.token)).isEqualTo(this.tokens.value(this.token));
	}

	@Test
	void readWhenAnyBitIsFlippedThenRefused() {
		byte[] bytes = Base64.getUrlDecoder().decode(this.tokens.value(this.token));

		for (int bit = 0; bit < bytes.length * 8; bit++) {
			byte[] flipped = bytes.clone();
			flipped[bit / 8] ^= (byte) (1 << (bit % 8));
			assertThat(this.tokens.read(Base64.getUrlEncoder().withoutPadding().encodeToString(flipped)))
				.as("bit " + bit)
				.isEmpty();
		}
	}

	@Test
	void readWhenCutOrExtendedThenRefused() {
		String value = this.tokens.value(this.token);

		for (int length = 0; length < value.length(); length++) {
			assertThat(this.tokens.read(value.substring(0, length))).as("length " + length).isEmpty();
		}
		assertThat(this.tokens.read(value + "A")).isEmpty();
		assertThat(this.tokens.read(value + "=")).isEmpty();
		assertThat(this.tokens.read(value.repeat(10_000))).isEmpty();
	}

	@Test
	void readWhenMadeUnderAnotherKeysetThenRefused() {
		RefreshTokens others = new RefreshTokens(MasterKeyset.parse(MasterKeyset.generate()), new SecureRandom());

		assertThat(this.tokens.read(others.value(this.token))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "null", "AAAA", "!!!!", "\u0000", "微信" })
	void readWhenNonsenseThenRefused(String value) {
		assertThat(this.tokens.read(value)).isEmpty();
		assertThat(this.tokens.read((value + "*").repeat(56).substring(0, 56))).isEmpty();
	}

}
