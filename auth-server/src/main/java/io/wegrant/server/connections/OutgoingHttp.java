package io.wegrant.server.connections;

import java.io.IOException;
import java.io.InputStream;

import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.util.TimeValue;

/**
 * How this provider calls others by HTTP: each request is sent once, to whom it is meant
 * for, and remembers nothing. Time-outs and connections are for the caller to say.
 */
public final class OutgoingHttp {

	private static final int MAX_BODY = 64 * 1024;

	private OutgoingHttp() {
	}

	/**
	 * Begins a client.
	 * @return its builder
	 */
	public static HttpClientBuilder client() {
		return HttpClients.custom()
			.evictIdleConnections(TimeValue.ofSeconds(30))
			.disableAutomaticRetries()
			.disableRedirectHandling()
			.disableCookieManagement()
			.disableAuthCaching()
			.disableContentCompression()
			.setUserAgent("WeGrant");
	}

	/**
	 * Reads the body of an answer.
	 * @param response the answer
	 * @return the bytes, none if there is no body
	 * @throws IOException if it does not come, or is longer than 64 KiB
	 */
	public static byte[] body(ClassicHttpResponse response) throws IOException {
		HttpEntity entity = response.getEntity();
		if (entity == null) {
			return new byte[0];
		}
		try (InputStream content = entity.getContent()) {
			byte[] body = content.readNBytes(MAX_BODY + 1);
			if (body.length > MAX_BODY) {
				throw new IOException("The answer is too long");
			}
			return body;
		}
	}

}
