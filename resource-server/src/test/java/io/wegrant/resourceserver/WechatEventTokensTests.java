package io.wegrant.resourceserver;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class WechatEventTokensTests {

	private static final Map<String, Object> GOOD = Map.of("iss", "https://login.example", "sub", "shop", "client_id",
			"shop", "aud", "https://shop.example", "scope", "wechat.events", "jti", "j", "iat", 1L, "exp", 61L,
			"client_epoch", 0L, "appid", "wx1");

	@Test
	void includeWhenProviderCallsThenIncluded() {
		assertThat(WechatEventTokens.include(new AccessToken("t", Map.of(), GOOD))).isTrue();
		assertThat(WechatEventTokens.client(GOOD)).contains("shop");
	}

	@ParameterizedTest
	@MethodSource("others")
	void includeWhenSomebodyElseCallsThenNot(Map<String, Object> claims) {
		assertThat(WechatEventTokens.include(new AccessToken("t", Map.of(), claims))).isFalse();
		assertThat(WechatEventTokens.client(claims)).isEmpty();
	}

	static Stream<Map<String, Object>> others() {
		return Stream.of(but("scope", "goods.read"), but("scope", "wechat.events goods.read"), but("scope", ""),
				but("scope", List.of("wechat.events")), but("sid", "s"), but("user_epoch", 0L), but("sub", "u-1"),
				but("client_id", "other"), but("client_id", List.of("shop")));
	}

	private static Map<String, Object> but(String claim, Object value) {
		Map<String, Object> claims = new HashMap<>(GOOD);
		claims.put(claim, value);
		return claims;
	}

}
