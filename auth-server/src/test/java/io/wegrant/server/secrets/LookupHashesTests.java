package io.wegrant.server.secrets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LookupHashesTests {

	private final LookupHashes hashes = new LookupHashes(new byte[32]);

	@Test
	void hashWhenSameValueThenSameHashOfItsLength() {
		assertThat(this.hashes.hash("openid", "wx1", "oAbc")).isEqualTo(this.hashes.hash("openid", "wx1", "oAbc"))
			.hasSize(LookupHashes.LENGTH)
			.matches("[A-Za-z0-9_-]+");
	}

	@Test
	void hashWhenPurposeCaseOrPartsDifferThenOtherHash() {
		String hash = this.hashes.hash("openid", "wx1", "oAbc");

		assertThat(hash).isNotEqualTo(this.hashes.hash("unionid", "wx1", "oAbc"))
			.isNotEqualTo(this.hashes.hash("openid", "wx1", "oabc"))
			.isNotEqualTo(this.hashes.hash("openid", "wx1o", "Abc"))
			.isNotEqualTo(this.hashes.hash("openidwx1", "oAbc"));
	}

	@Test
	void hashWhenKeyDiffersThenOtherHash() {
		byte[] key = new byte[32];
		key[31] = 1;

		assertThat(new LookupHashes(key).hash("openid", "wx1", "oAbc"))
			.isNotEqualTo(this.hashes.hash("openid", "wx1", "oAbc"));
	}

}
