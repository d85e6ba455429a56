package io.wegrant.server.wechat;

import java.net.URI;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.wegrant.server.settings.SettingsCheck;

/**
 * How WeChat's server API is called.
 *
 * @param baseUrl where it is; {@code https://api.weixin.qq.com}, or another host of
 * WeChat's with the same paths
 * @param connectTimeout how long a connection may take
 * @param readTimeout how long an answer may take
 * @param maxConcurrentCalls how many calls one node has under way at most. As many logins
 * again wait for their turn, and further ones are answered with 503 at once, so that a
 * hanging WeChat holds up nothing else
 * @param maxWait how long a login waits for its turn
 */
@ConfigurationProperties("wegrant.wechat")
record WechatProperties(URI baseUrl, @DefaultValue("1s") Duration connectTimeout,
		@DefaultValue("3s") Duration readTimeout, @DefaultValue("128") int maxConcurrentCalls,
		@DefaultValue("1s") Duration maxWait) {

	WechatProperties {
		SettingsCheck check = SettingsCheck.of("wegrant.wechat");
		check.required("base-url", baseUrl, "WeChat's API, https://api.weixin.qq.com");
		check.that("base-url", baseUrl == null || isBaseUrl(baseUrl),
				"must be an http or https URL, without user, query and fragment");
		check.range("connect-timeout", connectTimeout, Duration.ofMillis(10), Duration.ofMinutes(1));
		check.range("read-timeout", readTimeout, Duration.ofMillis(10), Duration.ofMinutes(1));
		check.range("max-concurrent-calls", maxConcurrentCalls, 1, 10_000);
		check.range("max-wait", maxWait, Duration.ZERO, Duration.ofMinutes(1));
		check.end();
	}

	private static boolean isBaseUrl(URI uri) {
		return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null
				&& uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
	}

}
