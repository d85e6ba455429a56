package io.wegrant.server.wechat;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
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
 * hanging WeChat holds up nothing else. By default 2048 with virtual threads, which Java
 * has from 21 on, and otherwise 128
 * @param maxWait how long a login waits for its turn
 * @param serviceTimeout how long a call that is made for a service may take, until its
 * last byte
 * @param maxConcurrentServiceCalls how many calls one node has under way at most that are
 * made for services. As many again wait for their turn; logins wait for none of them. By
 * default 512 with virtual threads, and otherwise 32
 */
@ConfigurationProperties("wegrant.wechat")
record WechatProperties(URI baseUrl, @DefaultValue("1s") Duration connectTimeout,
		@DefaultValue("3s") Duration readTimeout, @Nullable Integer maxConcurrentCalls,
		@DefaultValue("1s") Duration maxWait, @DefaultValue("10s") Duration serviceTimeout,
		@Nullable Integer maxConcurrentServiceCalls) {

	private static final int WITH_VIRTUAL_THREADS = 2048;

	/** With as many that wait it leaves a part of Tomcat's threads to everything else. */
	private static final int WITH_THREADS = 128;

	private static final int SERVICES_WITH_VIRTUAL_THREADS = 512;

	private static final int SERVICES_WITH_THREADS = 32;

	WechatProperties {
		SettingsCheck check = SettingsCheck.of("wegrant.wechat");
		check.required("base-url", baseUrl, "WeChat's API, https://api.weixin.qq.com");
		check.that("base-url", baseUrl == null || isBaseUrl(baseUrl),
				"must be an http or https URL, without user, query and fragment");
		baseUrl = (baseUrl != null && isBaseUrl(baseUrl)) ? withoutSlash(baseUrl) : baseUrl;
		check.range("connect-timeout", connectTimeout, Duration.ofMillis(10), Duration.ofMinutes(1));
		check.range("read-timeout", readTimeout, Duration.ofMillis(10), Duration.ofMinutes(1));
		check.range("max-concurrent-calls", Objects.requireNonNullElse(maxConcurrentCalls, 1), 1, 10_000);
		check.range("max-wait", maxWait, Duration.ZERO, Duration.ofMinutes(1));
		check.range("service-timeout", serviceTimeout, Duration.ofMillis(100), Duration.ofMinutes(1));
		check.range("max-concurrent-service-calls", Objects.requireNonNullElse(maxConcurrentServiceCalls, 1), 1,
				10_000);
		check.end();
	}

	/**
	 * Returns how many calls one node has under way at most.
	 * @param virtualThreads whether a call that waits holds no thread of the machine's
	 * @return the number that was set, or else one that the threads can bear
	 */
	int callsAtOnce(boolean virtualThreads) {
		return Objects.requireNonNullElse(this.maxConcurrentCalls,
				virtualThreads ? WITH_VIRTUAL_THREADS : WITH_THREADS);
	}

	/**
	 * Returns how many calls one node has under way at most that are made for services.
	 * @param virtualThreads whether a call that waits holds no thread of the machine's
	 * @return the number that was set, or else one that the threads can bear
	 */
	int serviceCallsAtOnce(boolean virtualThreads) {
		return Objects.requireNonNullElse(this.maxConcurrentServiceCalls,
				virtualThreads ? SERVICES_WITH_VIRTUAL_THREADS : SERVICES_WITH_THREADS);
	}

	// WeChat knows no path that begins with two slashes.
	private static URI withoutSlash(URI uri) {
		return uri.toString().endsWith("/") ? URI.create(uri.toString().replaceFirst("/+$", "")) : uri;
	}

	private static boolean isBaseUrl(URI uri) {
		return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && SettingsCheck.hasAddress(uri)
				&& uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
	}

}
