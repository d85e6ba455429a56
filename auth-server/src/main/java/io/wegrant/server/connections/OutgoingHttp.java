package io.wegrant.server.connections;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * How this provider calls others by HTTP: each request is sent once, to whom it is meant
 * for, and remembers nothing. Time-outs and connections are for the caller to say.
 */
public final class OutgoingHttp {

	private static final int MAX_BODY = 64 * 1024;

	private OutgoingHttp() {
	}

	/**
	 * Makes a client for many calls at once.
	 * @param connectTimeout how long a connection may take
	 * @param readTimeout how long nothing may come
	 * @param maxCalls how many calls there are at once
	 * @param unproved how long a connection may lie idle and is used again unproved: what
	 * is sent over one that has ended is lost, and is not sent again
	 * @return the client
	 */
	public static CloseableHttpClient pooled(Duration connectTimeout, Duration readTimeout, int maxCalls,
			Duration unproved) {
		return client()
			.setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
				.setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
				.setMaxConnTotal(maxCalls)
				.setMaxConnPerRoute(maxCalls)
				.setDefaultConnectionConfig(ConnectionConfig.custom()
					.setConnectTimeout(Timeout.of(connectTimeout))
					.setSocketTimeout(Timeout.of(readTimeout))
					.setValidateAfterInactivity(TimeValue.of(unproved))
					.setTimeToLive(TimeValue.ofMinutes(5))
					.build())
				.build())
			.setDefaultRequestConfig(RequestConfig.custom()
				.setConnectionRequestTimeout(Timeout.of(connectTimeout))
				.setResponseTimeout(Timeout.of(readTimeout))
				.build())
			.build();
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
