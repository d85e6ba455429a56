package io.wegrant.resourceserver;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * A running service, as its callers see it.
 */
public final class HttpService implements AutoCloseable {

	private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final URI address;

	private final Runnable end;

	/**
	 * Takes a service that has been started.
	 * @param port where it listens
	 * @param end ends it
	 */
	public HttpService(int port, Runnable end) {
		this.address = URI.create("http://localhost:" + port);
		this.end = end;
	}

	/**
	 * Begins a request.
	 * @param path its path
	 * @return the request
	 */
	public HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(this.address + path));
	}

	/**
	 * Asks without a token.
	 * @param path what is asked for
	 * @return the answer
	 */
	public HttpResponse<String> get(String path) {
		return send(request(path).build());
	}

	/**
	 * Asks with a token.
	 * @param path what is asked for
	 * @param token the token
	 * @return the answer
	 */
	public HttpResponse<String> get(String path, String token) {
		return send(request(path).header("Authorization", "Bearer " + token).build());
	}

	/**
	 * Sends a request.
	 * @param request the request
	 * @return the answer
	 */
	public HttpResponse<String> send(HttpRequest request) {
		try {
			return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new UncheckedIOException(new InterruptedIOException("Interrupted while waiting for an answer"));
		}
	}

	@Override
	public void close() {
		this.end.run();
	}

}
