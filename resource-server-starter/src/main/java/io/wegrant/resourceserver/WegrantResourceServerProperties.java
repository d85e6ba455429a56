package io.wegrant.resourceserver;

import java.time.Duration;
import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

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
 */
@ConfigurationProperties("wegrant.resource-server")
public record WegrantResourceServerProperties(@DefaultValue("ES256,RS256") Set<SignatureAlgorithm> algorithms,
		@DefaultValue("60s") Duration clockSkew, @DefaultValue("8KB") DataSize maxTokenSize, @DefaultValue Keys keys,
		@DefaultValue Revocation revocation, @DefaultValue TokenCache tokenCache) {

	private static final Duration SHORTEST = Duration.ofMillis(1);

	private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);

	private static final DataSize LARGEST_ANSWER = DataSize.ofMegabytes(64);

	/**
	 * Refuses values with which no token, or every token, would be let through.
	 */
	public WegrantResourceServerProperties {
		Assert.notEmpty(algorithms, "wegrant.resource-server.algorithms must name at least one algorithm");
		// Revocations are told of for 3 minutes longer than their tokens live.
		range("clock-skew", clockSkew, Duration.ZERO, Duration.ofMinutes(2));
		range("max-token-size", maxTokenSize, DataSize.ofKilobytes(1), DataSize.ofMegabytes(1));
		algorithms = Set.copyOf(algorithms);
	}

	private static <T extends Comparable<T>> void range(String property, T value, T least, T most) {
		Assert.isTrue(value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
				() -> "wegrant.resource-server." + property + " must be " + text(least) + " to " + text(most));
	}

	private static String text(Object bound) {
		if (bound instanceof Duration duration) {
			return (duration.toNanosPart() != 0) ? duration.toMillis() + "ms" : duration.toSeconds() + "s";
		}
		return (bound instanceof DataSize size) ? size.toKilobytes() + "KB" : bound.toString();
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
			range("keys.cache-time", cacheTime, SHORTEST, Duration.ofDays(1));
			range("keys.refresh-ahead", refreshAhead, SHORTEST, Duration.ofDays(1));
			range("keys.refetch-interval", refetchInterval, SHORTEST, Duration.ofHours(1));
			range("keys.outage-time", outageTime, SHORTEST, Duration.ofDays(30));
			range("keys.retry-after", retryAfter, SHORTEST, Duration.ofHours(1));
			range("keys.connect-timeout", connectTimeout, SHORTEST, LONGEST_TIMEOUT);
			range("keys.read-timeout", readTimeout, SHORTEST, LONGEST_TIMEOUT);
			range("keys.max-size", maxSize, DataSize.ofKilobytes(16), LARGEST_ANSWER);
			Assert.isTrue(refreshAhead.compareTo(cacheTime) < 0,
					"wegrant.resource-server.keys.refresh-ahead must be shorter than"
							+ " wegrant.resource-server.keys.cache-time");
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

		private static final Duration LIMIT = Duration.ofSeconds(30);

		/**
		 * Refuses values with which the feed could not be followed, or would always be
		 * stale.
		 */
		public Revocation {
			Assert.isTrue(
					!longestWait.isNegative() && longestWait.compareTo(LIMIT) <= 0 && longestWait.toNanosPart() == 0,
					"wegrant.resource-server.revocation.wait must be 0 to 30 whole seconds");
			range("revocation.stale-after", staleAfter, SHORTEST, Duration.ofDays(1));
			Assert.isTrue(staleAfter.compareTo(longestWait) > 0,
					"wegrant.resource-server.revocation.stale-after must be longer than"
							+ " wegrant.resource-server.revocation.wait");
			range("revocation.connect-timeout", connectTimeout, SHORTEST, LONGEST_TIMEOUT);
			range("revocation.read-timeout", readTimeout, SHORTEST, LONGEST_TIMEOUT);
			// A full answer, 20,000 entries, has 3.2 MB.
			range("revocation.max-size", maxSize, DataSize.ofMegabytes(4), LARGEST_ANSWER);
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

		/**
		 * Refuses sizes below zero, and those that no memory holds.
		 */
		public TokenCache {
			range("token-cache.max-size", maxSize, 0L, 10_000_000L);
		}

	}

}
