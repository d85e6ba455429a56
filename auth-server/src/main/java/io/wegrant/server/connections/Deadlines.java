package io.wegrant.server.connections;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;

/**
 * Bounds how long requests of this provider may take as a whole: the read time-out of a
 * client starts again with each byte, so it bounds no trickle.
 */
public final class Deadlines implements AutoCloseable {

	private final ScheduledThreadPoolExecutor timers;

	/**
	 * Creates deadlines.
	 * @param name the name of the thread that ends requests
	 */
	public Deadlines(String name) {
		this.timers = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, name);
			thread.setDaemon(true);
			return thread;
		});
		this.timers.setRemoveOnCancelPolicy(true);
	}

	/**
	 * Sends a request, which is aborted when its time is over.
	 * @param <T> what is made of the answer
	 * @param http the client that sends it
	 * @param request the request
	 * @param limit how long it may take
	 * @param handler makes something of the answer
	 * @return what was made of it
	 * @throws IOException if there is no answer in time; the request is aborted then
	 */
	public <T> T execute(CloseableHttpClient http, HttpUriRequestBase request, Duration limit,
			HttpClientResponseHandler<T> handler) throws IOException {
		Future<?> timer = this.timers.schedule(request::abort, limit.toMillis(), TimeUnit.MILLISECONDS);
		try {
			return http.execute(request, handler);
		}
		catch (IllegalStateException ex) {
			// The deadline may fall between two steps of the client.
			if (request.isAborted()) {
				throw (IOException) new InterruptedIOException("The time was over").initCause(ex);
			}
			throw ex;
		}
		finally {
			timer.cancel(false);
		}
	}

	@Override
	public void close() {
		this.timers.shutdownNow();
	}

}
