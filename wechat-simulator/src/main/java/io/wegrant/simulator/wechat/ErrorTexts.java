package io.wegrant.simulator.wechat;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;

import org.springframework.stereotype.Component;

/**
 * Words refusals the way WeChat does, each with a trace id that begins with the time.
 */
@Component
final class ErrorTexts {

	private static final HexFormat HEX = HexFormat.of();

	private final Clock clock;

	private final SecureRandom random;

	ErrorTexts(Clock clock, SecureRandom random) {
		this.clock = clock;
		this.random = random;
	}

	String of(String path, WechatRefusal refusal) {
		return refusal.errmsg() + separator(path, refusal.error()) + "rid: " + traceId();
	}

	private String separator(String path, WechatError error) {
		if (path.startsWith("/sns/")) {
			return ", ";
		}
		return (error == WechatError.INVALID_CODE) ? " hint: [" + randomGroup() + "] " : " ";
	}

	private String traceId() {
		int seconds = (int) this.clock.instant().getEpochSecond();
		return HEX.toHexDigits(seconds) + "-" + randomGroup() + "-" + randomGroup();
	}

	private String randomGroup() {
		return HEX.toHexDigits(this.random.nextInt());
	}

}
