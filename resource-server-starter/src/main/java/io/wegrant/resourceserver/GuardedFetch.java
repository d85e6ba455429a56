package io.wegrant.resourceserver;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Fetches keys, twice if need be, leaves a failing provider alone for a while, so that
 * requests do not queue behind its time-outs, and logs each outage once, with its end.
 * <p>
 * Until it has succeeded once the pause is a second at most: a service that was started
 * before its provider can answer nothing meanwhile.
 * <p>
 * Not safe for concurrent use: {@link ProviderKeys} fetches one at a time.
 */
final class GuardedFetch {

	private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

	private final Log logger = LogFactory.getLog(GuardedFetch.class);

	private final ProviderClient provider;

	private final Issuer issuer;

	private final Duration pause;

	private final Clock clock;

	private final OutcomeCounts<Result> tally = new OutcomeCounts<>(Result.class);

	private boolean succeeded;

	private boolean outage;

	private long pausedUntil = Long.MIN_VALUE;

	GuardedFetch(ProviderClient provider, Issuer issuer, Duration pause, Clock clock) {
		this.provider = provider;
		this.issuer = issuer;
		this.pause = pause;
		this.clock = clock;
	}

	JWKSet fetch() throws KeySourceException {
		if (this.clock.millis() < this.pausedUntil) {
			throw new JWKSetUnavailableException("The last fetch of the keys failed moments ago");
		}
		try {
			JWKSet keys = fetchOrRetry();
			succeeded();
			return keys;
		}
		catch (IOException ex) {
			failed(ex);
			throw new JWKSetUnavailableException("The keys cannot be fetched", ex);
		}
	}

	private JWKSet fetchOrRetry() throws IOException {
		try {
			return this.provider.keys();
		}
		catch (IOException ex) {
			return this.provider.keys();
		}
	}

	OutcomeCounts<Result> tally() {
		return this.tally;
	}

	private void succeeded() {
		this.tally.add(Result.SUCCESS);
		this.succeeded = true;
		if (this.outage) {
			this.outage = false;
			this.logger.info("Fetching the keys of " + this.issuer.value() + " works again");
		}
	}

	private void failed(IOException cause) {
		this.tally.add(Result.FAILURE);
		this.pausedUntil = this.clock.millis() + pause().toMillis();
		if (!this.outage) {
			this.outage = true;
			this.logger.warn("Fetching the keys of " + this.issuer.value() + " fails until further notice", cause);
		}
	}

	private Duration pause() {
		return (this.succeeded || this.pause.compareTo(FIRST_PAUSE) < 0) ? this.pause : FIRST_PAUSE;
	}

	/**
	 * What became of a fetch.
	 */
	enum Result {

		/** The keys are known. */
		SUCCESS,

		/** Neither of two attempts has worked. */
		FAILURE;

		String label() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
