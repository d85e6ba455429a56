package io.wegrant.benchmarks.peer.floor;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * The call to WeChat, by what the JDK has of the kind that does least. It keeps
 * connections open.
 */
final class WechatCall {

	private static final String NAME = "\"openid\":\"";

	private final String url;

	WechatCall(String baseUrl) {
		this.url = baseUrl + "/sns/jscode2session?appid=wx1234567890abcdef&secret=dev-app-secret-1"
				+ "&grant_type=authorization_code&js_code=";
	}

	String openid(String code) throws IOException {
		HttpURLConnection connection = (HttpURLConnection) URI.create(this.url + code).toURL().openConnection();
		try (InputStream stream = connection.getInputStream()) {
			String body = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
			int begin = body.indexOf(NAME);
			if (begin < 0) {
				throw new IOException("No openid for this code");
			}
			return body.substring(begin + NAME.length(), body.indexOf('"', begin + NAME.length()));
		}
	}

}
