package io.wegrant.server.authorization;

import java.io.Serial;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * The keys that clients publish and sign their assertions with, as this node knows them.
 * Whatever assertions come, the keys of a client are fetched once in 30 seconds at most.
 * Known ones are looked after when they are five minutes old, by one request, while all
 * others use them; they go on for an hour when that is in vain.
 */
final class ClientKeys {

	private static final Logger logger = LoggerFactory.getLogger(ClientKeys.class);

	private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(30);

	private static final Duration FRESH = Duration.ofMinutes(5);

	private static final Duration KNOWN = Duration.ofHours(1);

	/** How many requests may wait for a fetch of others at once, for all clients. */
	private static final int MAX_WAITING = 32;

	private final Map<String, ClientKeySet> byClient = new ConcurrentHashMap<>();

	private final Semaphore waiting = new Semaphore(MAX_WAITING);

	private final ClientKeysClient client;

	private final Clock clock;

	ClientKeys(ClientKeysClient client, Clock clock) {
		this.client = client;
		this.clock = clock;
	}

	/**
	 * Finds keys of a client.
	 * @param registration the client, which publishes keys
	 * @param selector which keys would do
	 * @return those of them that it publishes
	 * @throws UnavailableException if its keys cannot be had
	 */
	List<JWK> find(RegisteredClient registration, JWKSelector selector) throws UnavailableException {
		URI uri = URI.create(String.valueOf(registration.getClientSettings().getJwkSetUrl()));
		return this.byClient
			.compute(registration.getClientId(),
					(id, known) -> (known != null && known.uri.equals(uri)) ? known : new ClientKeySet(id, uri))
			.find(selector);
	}

	/** The keys of one client. */
	private final class ClientKeySet {

		private final String clientId;

		private final URI uri;

		private JWKSet keys = new JWKSet();

		private Instant fetchedAt = Instant.EPOCH;

		private Instant askedAt = Instant.EPOCH;

		private CompletableFuture<JWKSet> fetch = CompletableFuture.completedFuture(this.keys);

		ClientKeySet(String clientId, URI uri) {
			this.clientId = clientId;
			this.uri = uri;
		}

		List<JWK> find(JWKSelector selector) throws UnavailableException {
			List<JWK> known = known(selector);
			CompletableFuture<JWKSet> begun = begin(!known.isEmpty());
			if (begun != null) {
				await(begun);
				return result(selector);
			}
			return known.isEmpty() ? afterFetchOfOthers(selector) : known;
		}

		private List<JWK> afterFetchOfOthers(JWKSelector selector) throws UnavailableException {
			CompletableFuture<JWKSet> underWay = underWay();
			if (!underWay.isDone()) {
				if (!ClientKeys.this.waiting.tryAcquire()) {
					throw new UnavailableException(ClientKeysClient.LIMIT);
				}
				try {
					await(underWay);
				}
				finally {
					ClientKeys.this.waiting.release();
				}
			}
			return result(selector);
		}

		private List<JWK> result(JWKSelector selector) throws UnavailableException {
			List<JWK> found = known(selector);
			if (found.isEmpty() && underWay().isCompletedExceptionally()) {
				throw new UnavailableException(untilNextFetch());
			}
			return found;
		}

		private synchronized List<JWK> known(JWKSelector selector) {
			return isWithin(KNOWN, this.fetchedAt) ? selector.select(this.keys) : List.of();
		}

		private synchronized CompletableFuture<JWKSet> underWay() {
			return this.fetch;
		}

		private synchronized Duration untilNextFetch() {
			return BETWEEN_FETCHES.minus(Duration.between(this.askedAt, now()).abs());
		}

		private synchronized @Nullable CompletableFuture<JWKSet> begin(boolean keyIsKnown) {
			if (isWithin(BETWEEN_FETCHES, this.askedAt) || (keyIsKnown && isWithin(FRESH, this.fetchedAt))) {
				return null;
			}
			this.askedAt = now();
			this.fetch = ClientKeys.this.client.fetch(this.uri).whenComplete(this::take);
			return this.fetch;
		}

		private synchronized void take(@Nullable JWKSet fetched, @Nullable Throwable failure) {
			if (fetched != null) {
				this.keys = fetched;
				this.fetchedAt = now();
			}
			else {
				logger.warn("The keys of client {} could not be fetched: {}", this.clientId, String.valueOf(failure));
			}
		}

		private boolean isWithin(Duration time, Instant begin) {
			return Duration.between(begin, now()).abs().compareTo(time) < 0;
		}

		private Instant now() {
			return ClientKeys.this.clock.instant();
		}

		private static void await(CompletableFuture<JWKSet> fetch) {
			try {
				fetch.join();
			}
			catch (CompletionException ex) {
				// Whether it has failed is looked at by whoever needs the keys.
			}
		}

	}

	/**
	 * Tells that nobody knows now whether an assertion is the client's.
	 */
	static final class UnavailableException extends KeySourceException {

		@Serial
		private static final long serialVersionUID = 1L;

		private final Duration retryAfter;

		UnavailableException(Duration retryAfter) {
			super("The keys of the client cannot be had");
			this.retryAfter = retryAfter;
		}

		Duration retryAfter() {
			return this.retryAfter;
		}

	}

}
