package io.wegrant.server.sessions;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.DisplayName;

import io.wegrant.server.secrets.MasterKeyset;

import static org.assertj.core.api.Assertions.assertThat;

class RefreshTokensFuzzTests {

	private static final RefreshTokens tokens = new RefreshTokens(MasterKeyset.parse(MasterKeyset.generate()),
			new SecureRandom());

	private static final String ISSUED = tokens.value(new RefreshToken(tokens.newSid(), 7));

	// Jazzer watches comparisons, so it comes to know the token that was issued.
	@FuzzTest(maxDuration = "30s")
	@DisplayName("B04: nothing but what was issued is a refresh token")
	void readWhenNotIssuedThenEmpty(byte[] input) {
		byte[] changed = Base64.getUrlDecoder().decode(ISSUED);
		byte[] asLong = Arrays.copyOf(input, changed.length);
		for (int i = 0; i < changed.length; i++) {
			changed[i] ^= asLong[i];
		}
		for (String value : List.of(new String(input, StandardCharsets.UTF_8), encode(input), encode(asLong),
				encode(changed))) {
			assertThat(tokens.read(value).isPresent()).as(value).isEqualTo(value.equals(ISSUED));
		}
	}

	private static String encode(byte[] bytes) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

}
