package io.wegrant.server.wechat;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class WechatSignaturesTests {

	private static final String KEY = "9hAb/NEYUlkaMBEsmFgzig==";

	private static final String SIGN_DATA = """
			{"offerId":"123","buyQuantity":1,"env":0,"currencyType":"CNY","productId":"testproductId","goodsPrice":10,\
			"outTradeNo":"xxxxxx","attach":"testdata"}""";

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			9hAb/NEYUlkaMBEsmFgzig== | {"openid": "xxx", "user_ip": "127.0.0.1", "env": 0} | \
			089d9e8dc5d308977360c4b79ec600a93d736802802a807d634192328032f6c7
			9hAb/NEYUlkaMBEsmFgzig== | \
			{"offer_id": "12345678", "openid": "oUrsfxxxxxxxxxx", "ts": 1668136271, "zone_id": "1", "env": 0} | \
			42fe1d3341fb1c8bd6f5014ba735ab04eacc80a2deb3ab4669eab4700b5b6729
			o0q0otL8aEzpcZL/FT9WsQ== | {"foo":"bar"} | \
			654571f79995b2ce1e149e53c0a33dc39c0a74090db514261454e8dbe432aa0b
			""")
	@DisplayName("W01: the signatures of users are those that WeChat publishes")
	void signForUserWhenPublishedThenThatOne(String key, String body, String signature) {
		assertThat(WechatSignatures.ofUser(key, body.getBytes(StandardCharsets.UTF_8))).isEqualTo(signature);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/xpay/query_user_balance | {"openid": "xxx", "user_ip": "127.0.0.1", "env": 0} | \
			c37809f27c6d7fd1837ad2500a04512b66b34fd793a39a385fade56dca89a4b5
			/wxa/game/getbalance | \
			{"offer_id": "12345678", "openid": "oUrsfxxxxxxxxxx", "ts": 1668136271, "zone_id": "1", "env": 0} | \
			11bac6388871d29c055c7d16fbe42e8d646855b666faf89b15c815218b1b23bd
			""")
	@DisplayName("W01: the signatures of payments are those that WeChat publishes")
	void signForPaymentWhenPublishedThenThatOne(String uri, String body, String signature) {
		assertThat(WechatSignatures.ofPayment("12345", body.getBytes(StandardCharsets.UTF_8), uri))
			.isEqualTo(signature);
	}

	@Test
	void signWhenClientsPaymentThenOverItsName() {
		byte[] signData = SIGN_DATA.getBytes(StandardCharsets.UTF_8);

		assertThat(WechatSignatures.ofPayment("12345", signData, "requestVirtualPayment"))
			.isEqualTo("0ce2a9fcab3532e9f78dd3beb841806c0c08a24ec26b04c366584ac06d852bb0");
		assertThat(WechatSignatures.ofUser(KEY, signData))
			.isEqualTo("8e08bc05e10243e2e943385292e2063be327f8285c0db753a5c3e5db5745cb69");
	}

	@Test
	@DisplayName("W01: nothing is signed for a user but to ask for the key")
	void signForUserWhenNothingThenRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> WechatSignatures.ofUser(KEY, new byte[0]));
		assertThat(WechatSignatures.ofNothing("o0q0otL8aEzpcZL/FT9WsQ=="))
			.isEqualTo("46e043c5525c2d817c44be603d30837a808a1d930d038f6fdc3e62a201fed128");
	}

}
