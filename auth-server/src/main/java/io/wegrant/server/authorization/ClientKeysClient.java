package io.wegrant.server.authorization;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.nimbusds.jose.jwk.JWKSet;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.Timeout;

import io.wegrant.server.connections.OutgoingHttp;

/**
 * Fetches the keys that clients publish. A fetch is over within its time limit, whatever
 * the key server does: it may not resolve, connect, answer, or come to an end. Redirects
 * are not followed.
 */
final class ClientKeysClient implements AutoCloseable {

	/** How long a fetch may take, and whoever waits for it. */
	static final Duration LIMIT = Duration.ofSeconds(2);

	private static final int MAX_CONNECTIONS = 1_000;

	private final CloseableHttpClient http = http();

	// Nobody waits on these threads, so that what hangs there holds nobody.
	private final ExecutorService fetches = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "client-keys");
		thread.setDaemon(true);
		return thread;
	});

	/**
	 * Fetches a key set.
	 * @param uri where it is
	 * @return the public keys, to come within the time limit, or an exception
	 */
	CompletableFuture<JWKSet> fetch(URI uri) {
		HttpGet request = new HttpGet(uri);
		CompletableFuture<JWKSet> keys = new CompletableFuture<>();
		this.fetches.execute(() -> {
			try {
				keys.complete(this.http.execute(request, ClientKeysClient::read));
			}
			catch (IOException | RuntimeException ex) {
				keys.completeExceptionally(ex);
			}
		});
		return keys.orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS).whenComplete((done, failure) -> {
			if (failure != null) {
				request.abort();
			}
		});
	}

	private static JWKSet read(ClassicHttpResponse response) throws IOException {
		if (response.getCode() != HttpStatus.SC_OK) {
			throw new IOException("The answer has status " + response.getCode());
		}
		try {
			return JWKSet.parse(new String(OutgoingHttp.body(response), StandardCharsets.UTF_8)).toPublicJWKSet();
		}
		catch (ParseException ex) {
			throw new IOException("The answer is no key set", ex);
		}
	}

	private static CloseableHttpClient http() {
		Timeout limit = Timeout.of(LIMIT);
		return OutgoingHttp.client()
			.setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
				.setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
				.setMaxConnTotal(MAX_CONNECTIONS)
				.setMaxConnPerRoute(MAX_CONNECTIONS)
				.setDefaultConnectionConfig(
						ConnectionConfig.custom().setConnectTimeout(limit).setSocketTimeout(limit).build())
				.setDefaultTlsConfig(TlsConfig.custom().setHandshakeTimeout(limit).build())
				.build())
			.setDefaultRequestConfig(
					RequestConfig.custom().setResponseTimeout(limit).setConnectionRequestTimeout(limit).build())
			.build();
	}

	@Override
	public void close() throws IOException {
		this.fetches.shutdownNow();
		this.http.close();
	}

}
