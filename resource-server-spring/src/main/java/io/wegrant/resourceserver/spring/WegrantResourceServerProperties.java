package io.wegrant.resourceserver.spring;

import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.util.unit.DataSize;

import io.wegrant.resourceserver.AccessTokenVerifier;
import io.wegrant.resourceserver.KeySettings;
import io.wegrant.resourceserver.RevocationSettings;

/**
 * How a service checks access tokens, beyond the issuer and the audiences that Spring's
 * own properties name.
 *
 * @param algorithms Signature algorithms that are accepted, all of them asymmetric.
 * @param clockSkew How far the clocks of the provider and the service may differ when
 * exp, nbf and iat are compared.
 * @param maxTokenSize Longest access token that is looked at. Longer ones are refused
 * unread.
 * @param keys How the provider's public keys are fetched and kept.
 * @param revocation How the service learns which tokens have been revoked.
 * @param tokenCache How many verified tokens are remembered.
 * @param accountEvents Where the provider sends account events.
 */
@ConfigurationProperties("wegrant.resource-server")
public record WegrantResourceServerProperties(@DefaultValue("ES256,RS256") Set<SignatureAlgorithm> algorithms,
		@DefaultValue("60s") Duration clockSkew, @DefaultValue("8KB") DataSize maxTokenSize, @DefaultValue Keys keys,
		@DefaultValue Revocation revocation, @DefaultValue TokenCache tokenCache,
		@DefaultValue AccountEvents accountEvents) {

	private static final String PREFIX = "wegrant.resource-server.";

	/**
	 * Refuses values with which no token, or every token, would be let through.
	 */
	public WegrantResourceServerProperties {
		describe(AccessTokenVerifier.builder("https://issuer.invalid"), algorithms, clockSkew, maxTokenSize,
				tokenCache);
		algorithms = Set.copyOf(algorithms);
	}

	private static AccessTokenVerifier.Builder describe(AccessTokenVerifier.Builder verifier,
			Set<SignatureAlgorithm> algorithms, Duration clockSkew, DataSize maxTokenSize, TokenCache tokenCache) {
		return named(() -> verifier
			.algorithms(algorithms.stream().map(SignatureAlgorithm::getName).collect(Collectors.toSet()))
			.clockSkew(clockSkew)
			.maxTokenLength(bytes(maxTokenSize))
			.tokenCacheSize(tokenCache.maxSize()));
	}

	// The library refuses what cannot work, by the same names.
	private static <T> T named(Supplier<T> settings) {
		try {
			return settings.get();
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(PREFIX + ex.getMessage(), ex);
		}
	}

	private static int bytes(DataSize size) {
		return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, size.toBytes()));
	}

	/**
	 * Describes the verifier that the properties ask for.
	 * @param verifier the description of one for the issuer
	 * @return the description
	 */
	public AccessTokenVerifier.Builder describe(AccessTokenVerifier.Builder verifier) {
		describe(verifier, this.algorithms, this.clockSkew, this.maxTokenSize, this.tokenCache)
			.keys(this.keys.settings());
		return this.revocation.enabled() ? verifier.revocations(this.revocation.settings())
				: verifier.withoutRevocations();
	}

	/**
	 * How the provider's public keys are fetched and kept.
	 *
	 * @param cacheTime How long fetched keys are used before they are fetched again. The
	 * provider publishes a new key at least this long before it signs with it.
	 * @param refreshAhead How long before the end of the cache time the next fetch is
	 * made in the background.
	 * @param refetchInterval Shortest time between two fetches that tokens with unknown
	 * key ids can cause.
	 * @param outageTime How long the last fetched keys stay in use while the provider
	 * cannot be reached.
	 * @param retryAfter How long no fetch is tried after one has failed (a second at most
	 * until one has succeeded), and the Retry-After of the 503 that is answered while no
	 * key is known.
	 * @param connectTimeout Longest wait for a connection to the provider.
	 * @param readTimeout Longest wait for a complete answer of the provider.
	 * @param maxSize Largest answer of the provider that is read.
	 */
	public record Keys(@DefaultValue("5m") Duration cacheTime, @DefaultValue("1m") Duration refreshAhead,
			@DefaultValue("30s") Duration refetchInterval, @DefaultValue("1h") Duration outageTime,
			@DefaultValue("5s") Duration retryAfter, @DefaultValue("1s") Duration connectTimeout,
			@DefaultValue("2s") Duration readTimeout, @DefaultValue("64KB") DataSize maxSize) {

		/**
		 * Refuses values with which no key could be fetched or kept.
		 */
		public Keys {
			settings(cacheTime, refreshAhead, refetchInterval, outageTime, retryAfter, connectTimeout, readTimeout,
					maxSize);
		}

		private static KeySettings settings(Duration cacheTime, Duration refreshAhead, Duration refetchInterval,
				Duration outageTime, Duration retryAfter, Duration connectTimeout, Duration readTimeout,
				DataSize maxSize) {
			return named(() -> new KeySettings(cacheTime, refreshAhead, refetchInterval, outageTime, retryAfter,
					connectTimeout, readTimeout, bytes(maxSize)));
		}

		KeySettings settings() {
			return settings(this.cacheTime, this.refreshAhead, this.refetchInterval, this.outageTime, this.retryAfter,
					this.connectTimeout, this.readTimeout, this.maxSize);
		}

	}

	/**
	 * How the service learns which tokens have been revoked before they expire.
	 *
	 * @param enabled Whether the provider's revocation feed is followed. Without it, a
	 * revoked access token is accepted until it expires.
	 * @param longestWait How long the provider holds a request for revocations open when
	 * there are none, in whole seconds up to 30. With 0 the service asks once a second.
	 * @param staleAfter How long after the last answer of the feed the service counts as
	 * stale.
	 * @param whenStale What becomes of good tokens while the service is stale.
	 * @param connectTimeout Longest wait for a connection to the provider.
	 * @param readTimeout Longest wait for a complete answer of the provider, beyond the
	 * time that it was asked to hold the request.
	 * @param maxSize Largest answer of the feed that is read.
	 */
	public record Revocation(@DefaultValue("true") boolean enabled,
			@Name("wait") @DefaultValue("25s") Duration longestWait, @DefaultValue("60s") Duration staleAfter,
			@DefaultValue("accept") WhenStale whenStale, @DefaultValue("1s") Duration connectTimeout,
			@DefaultValue("5s") Duration readTimeout, @DefaultValue("4MB") DataSize maxSize) {

		/**
		 * Refuses values with which the feed could not be followed, or would always be
		 * stale.
		 */
		public Revocation {
			settings(longestWait, staleAfter, whenStale, connectTimeout, readTimeout, maxSize);
		}

		private static RevocationSettings settings(Duration longestWait, Duration staleAfter, WhenStale whenStale,
				Duration connectTimeout, Duration readTimeout, DataSize maxSize) {
			return named(() -> new RevocationSettings(longestWait, staleAfter, whenStale == WhenStale.REJECT,
					connectTimeout, readTimeout, bytes(maxSize)));
		}

		RevocationSettings settings() {
			return settings(this.longestWait, this.staleAfter, this.whenStale, this.connectTimeout, this.readTimeout,
					this.maxSize);
		}

	}

	/**
	 * What becomes of tokens that are good as far as is known, while the service may have
	 * missed revocations.
	 */
	public enum WhenStale {

		/**
		 * They are accepted. How long a revoked one can pass is bounded by the life of
		 * access tokens.
		 */
		ACCEPT,

		/**
		 * Their requests are answered with 503 until the feed is back.
		 */
		REJECT

	}

	/**
	 * How many verified tokens are remembered, so that their next use costs no signature
	 * check.
	 *
	 * @param maxSize Largest number of tokens. With 0 each use is checked in full.
	 */
	public record TokenCache(@DefaultValue("10000") long maxSize) {
	}

	/**
	 * Where the provider sends account events.
	 *
	 * @param path Path that is open for account events, if the service has a listener for
	 * them.
	 */
	public record AccountEvents(@DefaultValue("/wegrant/account-events") String path) {

		private static final Pattern SEGMENTS = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+)+");

		/**
		 * Refuses what is not one path.
		 */
		public AccountEvents {
			if (!SEGMENTS.matcher(path).matches()) {
				throw new IllegalArgumentException(PREFIX + "account-events.path must be a path like"
						+ " /wegrant/account-events, of letters, digits, '-', '.', '_' and '~'");
			}
		}

	}

}
