package io.wegrant.server.wechat;

import java.net.URI;
import java.time.Duration;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class WechatPropertiesTests {

	@ParameterizedTest
	@CsvSource({ "https://api.weixin.qq.com, https://api.weixin.qq.com",
			"https://api.weixin.qq.com/, https://api.weixin.qq.com", "https://proxy/wechat//, https://proxy/wechat" })
	@DisplayName("X08: a slash at the end does not make paths that WeChat does not know")
	void readWhenBaseUrlEndsWithSlashThenWithout(URI given, URI read) {
		WechatProperties properties = new WechatProperties(given, Duration.ofSeconds(1), Duration.ofSeconds(3), 128,
				Duration.ofSeconds(1), Duration.ofSeconds(10), null);

		assertThat(properties.baseUrl()).isEqualTo(read);
	}

}
