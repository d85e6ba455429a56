package io.wegrant.resourceserver;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * Reads documents from the provider, within limits of time and size.
 * <p>
 * Redirects are not followed: the issuer is trusted, not whoever it points to.
 */
final class ProviderHttpClient implements AutoCloseable {

	private static final int OK = 200;

	private final ExecutorService executor;

	private final HttpClient http;

	private final int maxSize;

	/**
	 * Creates a client.
	 * @param name the name of its threads
	 * @param connectTimeout the longest wait for a connection
	 * @param maxSize the longest body that is read, in bytes
	 */
	ProviderHttpClient(String name, Duration connectTimeout, int maxSize) {
		this.executor = Executors.newCachedThreadPool(new DaemonThreads(name));
		this.http = HttpClient.newBuilder()
			// Of HTTP/2, a request that is given up leaves the dead connection to the
			// next.
			.version(HttpClient.Version.HTTP_1_1)
			.followRedirects(HttpClient.Redirect.NEVER)
			.connectTimeout(connectTimeout)
			.executor(this.executor)
			.build();
		this.maxSize = maxSize;
	}

	/**
	 * Answers what is at a place now; a cache on the way has to ask whether its copy is
	 * current.
	 * @param location the place
	 * @param accepted the media types to ask for, as the header has them
	 * @param timeout the longest wait for a complete answer
	 * @return the answer, whatever its status
	 * @throws TooLongException if the body is longer than it may be
	 * @throws IOException if no complete answer comes in time
	 */
	Answer get(URI location, String accepted, Duration timeout) throws IOException {
		HttpRequest request = HttpRequest.newBuilder(location)
			.header("Accept", accepted)
			.header("Cache-Control", "no-cache")
			.build();
		// An answer to sendAsync would pass through the common pool, which the service
		// may
		// keep busy.
		HttpResponse<String> response = await(location, timeout,
				this.executor.submit(() -> this.http.send(request, this::body)));
		return new Answer(response.statusCode(), response.headers(), response.body());
	}

	private HttpResponse.BodySubscriber<String> body(HttpResponse.ResponseInfo response) {
		return (response.statusCode() == OK) ? LimitedBody.upTo(this.maxSize) : LimitedBody.ignored();
	}

	private <T> T await(URI location, Duration timeout, Future<T> answer) throws IOException {
		try {
			return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			answer.cancel(true);
			throw new HttpTimeoutException("No complete answer in time from " + location);
		}
		catch (InterruptedException ex) {
			answer.cancel(true);
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("Stopped waiting for " + location);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof InterruptedException) {
				throw new InterruptedIOException("Closed while waiting for " + location);
			}
			if (tooLong(ex.getCause())) {
				throw new TooLongException(this.maxSize);
			}
			throw new IOException("No answer from " + location + ": " + ex.getCause(), ex.getCause());
		}
	}

	// The client wraps what a body ends with.
	private static boolean tooLong(@Nullable Throwable failure) {
		return failure != null
				&& (failure instanceof TooLongException || failure.getCause() instanceof TooLongException);
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

	/**
	 * An answer of the provider.
	 *
	 * @param status the status
	 * @param headers the headers
	 * @param body the body of a 200, otherwise empty
	 */
	record Answer(int status, HttpHeaders headers, String body) {

		boolean isOk() {
			return this.status == OK;
		}

	}

	/**
	 * Says that an answer is longer than it may be.
	 */
	static final class TooLongException extends IOException {

		private static final long serialVersionUID = 1L;

		TooLongException(int maxSize) {
			super("An answer of more than " + maxSize + " bytes");
		}

	}

}
