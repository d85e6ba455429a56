package io.wegrant.resourceserver;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.util.unit.DataSize;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Reads documents from the provider, within limits of time and size.
 * <p>
 * Redirects are not followed: the issuer is trusted, not whoever it points to.
 */
final class ProviderHttpClient implements Closeable {

	private final ExecutorService executor;

	private final RestClient http;

	private final int maxSize;

	/**
	 * Creates a client.
	 * @param name the name of its threads
	 * @param connectTimeout the longest wait for a connection
	 * @param readTimeout the longest wait for a complete answer
	 * @param maxSize the longest body that is read
	 */
	ProviderHttpClient(String name, Duration connectTimeout, Duration readTimeout, DataSize maxSize) {
		this.executor = Executors.newCachedThreadPool(new DaemonThreads(name));
		this.http = RestClient.builder()
			.requestFactory(requestFactory(connectTimeout, readTimeout, this.executor))
			.build();
		this.maxSize = Math.toIntExact(maxSize.toBytes());
	}

	private static JdkClientHttpRequestFactory requestFactory(Duration connectTimeout, Duration readTimeout,
			ExecutorService executor) {
		HttpClient client = HttpClient.newBuilder()
			.followRedirects(HttpClient.Redirect.NEVER)
			.connectTimeout(connectTimeout)
			.executor(executor)
			.build();
		JdkClientHttpRequestFactory factory = new JdkClientHttpRequestFactory(client, executor);
		factory.setReadTimeout(readTimeout);
		return factory;
	}

	/**
	 * Answers what is at a place now; a cache on the way has to ask whether its copy is
	 * current.
	 * @param location the place
	 * @param accepted the media types to ask for
	 * @return the answer, whatever its status
	 * @throws TooLongException if the body is longer than it may be
	 * @throws IOException if no complete answer comes in time
	 */
	Answer get(URI location, MediaType... accepted) throws IOException {
		try {
			return this.http.get()
				.uri(location)
				.accept(accepted)
				.header(HttpHeaders.CACHE_CONTROL, "no-cache")
				.exchangeForRequiredValue((request, response) -> read(location, response));
		}
		catch (RestClientException ex) {
			if (ex.getCause() instanceof IOException cause) {
				throw cause;
			}
			throw new IOException("No answer from " + location, ex);
		}
	}

	private Answer read(URI location, ClientHttpResponse response) throws IOException {
		HttpStatusCode status = response.getStatusCode();
		if (!status.isSameCodeAs(HttpStatus.OK)) {
			return new Answer(status, response.getHeaders(), "");
		}
		byte[] body = response.getBody().readNBytes(this.maxSize + 1);
		if (body.length > this.maxSize) {
			throw new TooLongException("More than " + this.maxSize + " bytes from " + location);
		}
		return new Answer(status, response.getHeaders(), new String(body, StandardCharsets.UTF_8));
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
	record Answer(HttpStatusCode status, HttpHeaders headers, String body) {

		boolean isOk() {
			return this.status.isSameCodeAs(HttpStatus.OK);
		}

	}

	/**
	 * Says that an answer is longer than it may be.
	 */
	static final class TooLongException extends IOException {

		private static final long serialVersionUID = 1L;

		TooLongException(String message) {
			super(message);
		}

	}

}
