package io.wegrant.simulator.wechat;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SessionKeySignatureTests {

	private static final String SESSION_KEY = "o0q0otL8aEzpcZL/FT9WsQ==";

	@Test
	void signWhenMessageIsABodyThenMatchesPublishedVector() {
		assertThat(SessionKeySignature.of(SESSION_KEY, "{\"foo\":\"bar\"}"))
			.isEqualTo("654571f79995b2ce1e149e53c0a33dc39c0a74090db514261454e8dbe432aa0b");
	}

	@Test
	void signWhenMessageIsEmptyThenMatchesVector() {
		assertThat(SessionKeySignature.of(SESSION_KEY, ""))
			.isEqualTo("46e043c5525c2d817c44be603d30837a808a1d930d038f6fdc3e62a201fed128");
	}

}
