package io.wegrant.resourceserver;

import java.time.Duration;
import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
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
 */
@ConfigurationProperties("wegrant.resource-server")
public record WegrantResourceServerProperties(@DefaultValue("ES256,RS256") Set<SignatureAlgorithm> algorithms,
		@DefaultValue("60s") Duration clockSkew, @DefaultValue("8KB") DataSize maxTokenSize, @DefaultValue Keys keys) {

	/**
	 * Refuses values with which no token, or every token, would be let through.
	 */
	public WegrantResourceServerProperties {
		Assert.notEmpty(algorithms, "wegrant.resource-server.algorithms must name at least one algorithm");
		Assert.isTrue(!clockSkew.isNegative(), "wegrant.resource-server.clock-skew must not be negative");
		Assert.isTrue(maxTokenSize.toBytes() > 0, "wegrant.resource-server.max-token-size must be positive");
		algorithms = Set.copyOf(algorithms);
	}

	/**
	 * How the provider's public keys are fetched and kept.
	 *
	 * @param cacheTime How long fetched keys are used before they are fetched again. The
	 * provider publishes a new key at least this long before it signs with it.
	 * @param refreshAhead How long before the end of the cache time a request starts the
	 * next fetch in the background.
	 * @param refetchInterval Shortest time between two fetches that tokens with unknown
	 * key ids can cause.
	 * @param outageTime How long the last fetched keys stay in use while the provider
	 * cannot be reached.
	 * @param retryAfter How long no fetch is tried after one has failed, and the
	 * Retry-After of the 503 that is answered while no key is known.
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
			requirePositive(cacheTime, "cache-time");
			requirePositive(refreshAhead, "refresh-ahead");
			requirePositive(refetchInterval, "refetch-interval");
			requirePositive(outageTime, "outage-time");
			requirePositive(retryAfter, "retry-after");
			requirePositive(connectTimeout, "connect-timeout");
			requirePositive(readTimeout, "read-timeout");
			Assert.isTrue(maxSize.toBytes() > 0, "wegrant.resource-server.keys.max-size must be positive");
			Assert.isTrue(refreshAhead.compareTo(cacheTime) < 0,
					"wegrant.resource-server.keys.refresh-ahead must be shorter than the cache-time");
		}

		private static void requirePositive(Duration duration, String property) {
			Assert.isTrue(!duration.isZero() && !duration.isNegative(),
					() -> "wegrant.resource-server.keys." + property + " must be positive");
		}

	}

}
