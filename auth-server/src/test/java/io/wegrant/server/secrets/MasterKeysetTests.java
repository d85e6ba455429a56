package io.wegrant.server.secrets;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MasterKeysetTests {

	private final String document = MasterKeyset.generate();

	private final MasterKeyset keyset = MasterKeyset.parse(this.document);

	@Test
	void decryptWhenSameContextThenPlaintext() {
		Ciphertext ciphertext = this.keyset.encrypt("secret", "here");

		assertThat(MasterKeyset.parse(this.document).decrypt(ciphertext, "here")).isEqualTo("secret");
		assertThat(new String(ciphertext.bytes(), StandardCharsets.ISO_8859_1)).doesNotContain("secret");
	}

	@Test
	void encryptWhenTwiceThenDifferentCiphertexts() {
		assertThat(this.keyset.encrypt("secret", "here")).isNotEqualTo(this.keyset.encrypt("secret", "here"));
	}

	@Test
	void decryptWhenOtherContextThenRefused() {
		Ciphertext ciphertext = this.keyset.encrypt("secret", "here");

		assertThatExceptionOfType(InvalidKeysetException.class)
			.isThrownBy(() -> this.keyset.decrypt(ciphertext, "there"));
	}

	@Test
	void decryptWhenOtherKeysetThenRefused() {
		Ciphertext ciphertext = MasterKeyset.parse(MasterKeyset.generate()).encrypt("secret", "here");

		assertThatExceptionOfType(InvalidKeysetException.class)
			.isThrownBy(() -> this.keyset.decrypt(ciphertext, "here"));
	}

	@Test
	void isAuthenticWhenDataOrTagChangedThenFalse() {
		byte[] data = { 1, 2, 3 };
		byte[] tag = this.keyset.authenticate(data);

		assertThat(this.keyset.isAuthentic(tag, data)).isTrue();
		assertThat(this.keyset.isAuthentic(tag, new byte[] { 1, 2, 4 })).isFalse();
		assertThat(this.keyset.isAuthentic(new byte[tag.length], data)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "nonsense", "{}", "[]", "null", "{\"encryption\":{}}",
			"{\"encryption\":{\"primaryKeyId\":1,\"key\":[]},\"authentication\":{}}" })
	void parseWhenIncompleteThenRefused(String incomplete) {
		assertThatExceptionOfType(InvalidKeysetException.class).isThrownBy(() -> MasterKeyset.parse(incomplete));
	}

	@Test
	void parseWhenCutAnywhereThenRefusedWithoutAWordOfIt() {
		for (int length = 0; length < this.document.length() - 1; length += 7) {
			String cut = this.document.substring(0, length);
			assertThatExceptionOfType(InvalidKeysetException.class).isThrownBy(() -> MasterKeyset.parse(cut))
				.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("value"));
		}
	}

	@Test
	void toStringWhenPrintedThenRedacted() {
		assertThat(this.keyset).hasToString("MasterKeyset[redacted]");
	}

}
