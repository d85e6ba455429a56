package io.wegrant.resourceserver;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;

/**
 * Fetches keys, twice if need be, leaves a failing provider alone for a while, so that
 * requests do not queue behind its time-outs, and logs each outage once, with its end.
 * <p>
 * It is left alone at least as long as the last attempt took. Apart from that, until a
 * fetch has succeeded the pause is a second at most: a service that was started before
 * its provider can answer nothing meanwhile.
 * <p>
 * Not safe for concurrent use: {@link ProviderKeys} fetches one at a time.
 */
final class GuardedFetch {

	private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

	private static final System.Logger logger = System.getLogger(GuardedFetch.class.getName());

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
		long begin = this.clock.millis();
		try {
			JWKSet keys = fetchOrRetry();
			succeeded();
			return keys;
		}
		// The caller was told to stop, which says nothing of the provider.
		catch (InterruptedIOException ex) {
			throw new JWKSetUnavailableException("The keys were not waited for", ex);
		}
		catch (IOException | RuntimeException ex) {
			failed(ex, Duration.ofMillis(this.clock.millis() - begin));
			throw new JWKSetUnavailableException("The keys cannot be fetched", ex);
		}
	}

	private JWKSet fetchOrRetry() throws IOException {
		try {
			return this.provider.keys();
		}
		catch (InterruptedIOException ex) {
			throw ex;
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
			logger.log(System.Logger.Level.INFO, "Fetching the keys of " + this.issuer.value() + " works again");
		}
	}

	private void failed(Exception cause, Duration taken) {
		this.tally.add(Result.FAILURE);
		this.pausedUntil = this.clock.millis() + Math.max(pause().toMillis(), taken.toMillis());
		if (!this.outage) {
			this.outage = true;
			logger.log(System.Logger.Level.WARNING,
					"Fetching the keys of " + this.issuer.value() + " fails until further notice", cause);
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
