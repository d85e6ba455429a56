package io.wegrant.resourceserver;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ClaimDigestTests {

	/** The first half of the SHA-256 of "abc" that FIPS 180-4 gives as an example. */
	private static final String ABC = "ungWv48Bz-pBQUDeXa4iIw";

	@Test
	void createWhenValueIsKnownThenFirstHalfOfItsHash() {
		ClaimDigest mark = ClaimDigest.of(ClaimDigest.Claim.SID, "abc");
		assertThat(mark).isEqualTo(new ClaimDigest(ClaimDigest.Claim.SID, 0xba7816bf8f01cfeaL, 0x414140de5dae2223L));
		assertThat(ClaimDigest.parse(ClaimDigest.Claim.SID, ABC)).isEqualTo(mark);
		assertThat(ClaimDigest.parse(ClaimDigest.Claim.JTI, ABC)).isNotEqualTo(mark);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "ungWv48Bz-pBQUDeXa4i", "ungWv48Bz-pBQUDeXa4iIyM", "ungWv48Bz+pBQUDeXa4iIw", "?" })
	void parseWhenNotSixteenBytesThenRefused(String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> ClaimDigest.parse(ClaimDigest.Claim.SID, value));
	}

}
