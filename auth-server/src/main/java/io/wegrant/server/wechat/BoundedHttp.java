package io.wegrant.server.wechat;

import java.io.IOException;
import java.io.Serial;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLHandshakeException;

import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;
import org.jspecify.annotations.Nullable;

import io.wegrant.server.connections.Deadlines;
import io.wegrant.server.connections.OutgoingHttp;

/**
 * Sends requests by HTTP, each of them once: so many at a time, as many again that wait
 * for a while, and each for so long in all.
 */
final class BoundedHttp implements AutoCloseable {

	/** What goes wrong before anything is sent. */
	private static final Set<Class<? extends IOException>> NOT_SENT = Set.of(ConnectTimeoutException.class,
			ConnectException.class, UnknownHostException.class, NoRouteToHostException.class,
			SSLHandshakeException.class, ConnectionRequestTimeoutException.class);

	private final Semaphore calls;

	private final int maxWaiting;

	private final Duration maxWait;

	private final Duration limit;

	private final CloseableHttpClient http;

	private final Deadlines deadlines = new Deadlines("wechat-deadlines");

	BoundedHttp(Duration connectTimeout, Duration readTimeout, Duration deadline, int maxCalls, Duration maxWait) {
		this.calls = new Semaphore(maxCalls);
		this.maxWaiting = maxCalls;
		this.maxWait = maxWait;
		this.limit = deadline;
		this.http = OutgoingHttp.pooled(connectTimeout, readTimeout, maxCalls, Duration.ofSeconds(1));
	}

	/**
	 * Sends a request.
	 * @param <T> what is made of the answer
	 * @param request the request
	 * @param handler makes something of the answer
	 * @return what was made of it
	 * @throws NoAnswerException if there is no answer in time, or nothing was sent since
	 * too much is under way
	 */
	<T> T execute(HttpUriRequestBase request, HttpClientResponseHandler<T> handler) throws NoAnswerException {
		if (!awaitTurn()) {
			throw new NoAnswerException("saturated", false, null);
		}
		try {
			return this.deadlines.execute(this.http, request, this.limit, handler);
		}
		catch (IOException ex) {
			throw new NoAnswerException(cause(ex, request), NOT_SENT.stream().noneMatch((type) -> type.isInstance(ex)),
					ex);
		}
		finally {
			this.calls.release();
		}
	}

	private boolean awaitTurn() {
		if (this.calls.getQueueLength() >= this.maxWaiting) {
			return false;
		}
		try {
			return this.calls.tryAcquire(this.maxWait.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private static String cause(IOException ex, HttpUriRequestBase request) {
		if (ex instanceof SocketTimeoutException || request.isAborted()) {
			return (ex instanceof ConnectTimeoutException) ? "connect_timeout" : "timeout";
		}
		return "connection";
	}

	@Override
	public void close() throws IOException {
		this.deadlines.close();
		this.http.close();
	}

	/**
	 * There is no answer. The message says nothing of the request, whose URL has secrets.
	 */
	static final class NoAnswerException extends IOException {

		@Serial
		private static final long serialVersionUID = 1L;

		private final String reason;

		private final boolean maybeSent;

		NoAnswerException(String reason, boolean maybeSent, @Nullable Exception cause) {
			super("no answer: " + reason, cause);
			this.reason = reason;
			this.maybeSent = maybeSent;
		}

		/**
		 * Returns why there is none.
		 * @return the value of a meter's tag
		 */
		String reason() {
			return this.reason;
		}

		/**
		 * Tells whether the request may have arrived.
		 * @return whether it may have been sent
		 */
		boolean isMaybeSent() {
			return this.maybeSent;
		}

	}

}
