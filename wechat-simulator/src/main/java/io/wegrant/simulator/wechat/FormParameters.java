package io.wegrant.simulator.wechat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.util.StringUtils;

/**
 * Decodes {@code application/x-www-form-urlencoded} text. The servlet API would mix the
 * parameters of query and body, which WeChat keeps apart.
 */
final class FormParameters {

	private FormParameters() {
	}

	static MultiValueMap<String, String> parse(@Nullable String text) {
		MultiValueMap<String, String> parameters = new LinkedMultiValueMap<>();
		for (String pair : StringUtils.tokenizeToStringArray(text, "&")) {
			int equals = pair.indexOf('=');
			String name = (equals < 0) ? pair : pair.substring(0, equals);
			String value = (equals < 0) ? "" : pair.substring(equals + 1);
			parameters.add(decode(name), decode(value));
		}
		return parameters;
	}

	private static String decode(String text) {
		try {
			return URLDecoder.decode(text, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return text;
		}
	}

}
