package io.wegrant.server.wechat.events;

import java.io.IOException;
import java.io.Serial;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

import io.wegrant.server.connections.Deadlines;
import io.wegrant.server.connections.OutgoingHttp;

/**
 * Posts pushes to services, each of them once.
 */
final class PushReceiverClient implements AutoCloseable {

	private static final int MAX_BODY = 64 * 1024;

	private static final int SUCCESSFUL = 2;

	private static final int PER_CLASS = 100;

	private static final ContentType JSON = ContentType.create("application/json");

	private static final ContentType XML = ContentType.create("text/xml", StandardCharsets.UTF_8);

	private static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(2);

	private static final Timeout READ_TIMEOUT = Timeout.ofSeconds(5);

	private final CloseableHttpClient http;

	private final Deadlines deadlines = new Deadlines("push-deadlines");

	PushReceiverClient(int maxCalls) {
		this.http = http(maxCalls);
	}

	/**
	 * Posts a message. Of another answer than 2xx nothing is read, and of none more than
	 * 64 KiB.
	 * @param url where to
	 * @param token what it is posted with
	 * @param message the message
	 * @param limit how long it may take as a whole
	 * @return what the service answered
	 */
	Delivery post(URI url, String token, PushMessage message, Duration limit) {
		HttpPost request = new HttpPost(url);
		request.setHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token);
		request.setEntity(new ByteArrayEntity(message.content(), message.isXml() ? XML : JSON));
		try {
			return this.deadlines.execute(this.http, request, limit,
					(response) -> new Delivery.Answered(body(request, response)));
		}
		catch (NoAnswerException ex) {
			return new Delivery.Missed(ex.reason);
		}
		catch (IOException ex) {
			return new Delivery.Missed(
					(ex instanceof SocketTimeoutException || request.isAborted()) ? "timeout" : "connection");
		}
	}

	private static String body(HttpPost request, ClassicHttpResponse response) throws IOException {
		int kind = response.getCode() / PER_CLASS;
		if (kind != SUCCESSFUL) {
			// To close it otherwise is to read it to its end.
			request.abort();
			throw new NoAnswerException("status_" + kind + "xx");
		}
		HttpEntity entity = response.getEntity();
		if (entity == null) {
			return "";
		}
		byte[] body = entity.getContent().readNBytes(MAX_BODY + 1);
		if (body.length > MAX_BODY) {
			request.abort();
			throw new NoAnswerException("too_long");
		}
		return new String(body, StandardCharsets.UTF_8);
	}

	private static CloseableHttpClient http(int maxCalls) {
		return OutgoingHttp.client()
			.setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
				.setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
				.setMaxConnTotal(maxCalls)
				.setMaxConnPerRoute(maxCalls)
				.setDefaultConnectionConfig(ConnectionConfig.custom()
					.setConnectTimeout(CONNECT_TIMEOUT)
					// It is not sent again on another one.
					.setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
					.setTimeToLive(TimeValue.ofMinutes(5))
					.build())
				.build())
			.setDefaultRequestConfig(RequestConfig.custom()
				.setConnectionRequestTimeout(CONNECT_TIMEOUT)
				.setResponseTimeout(READ_TIMEOUT)
				.build())
			.build();
	}

	@Override
	public void close() throws IOException {
		this.deadlines.close();
		this.http.close();
	}

	/** An answer that is none. */
	private static final class NoAnswerException extends IOException {

		@Serial
		private static final long serialVersionUID = 1L;

		private final String reason;

		NoAnswerException(String reason) {
			super(reason);
			this.reason = reason;
		}

	}

}
