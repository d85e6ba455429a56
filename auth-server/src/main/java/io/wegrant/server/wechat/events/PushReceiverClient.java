package io.wegrant.server.wechat.events;

import java.io.IOException;
import java.io.Serial;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

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

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

	private static final Duration READ_TIMEOUT = Duration.ofSeconds(5);

	private final CloseableHttpClient http;

	private final Deadlines deadlines = new Deadlines("push-deadlines");

	PushReceiverClient(int maxCalls) {
		this.http = OutgoingHttp.pooled(CONNECT_TIMEOUT, READ_TIMEOUT, maxCalls, Duration.ZERO);
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
