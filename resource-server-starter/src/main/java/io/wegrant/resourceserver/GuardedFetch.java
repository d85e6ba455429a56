package io.wegrant.resourceserver;

import java.time.Clock;
import java.time.Duration;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetSourceWrapper;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A source of keys that leaves a failing provider alone for a while, so that requests do
 * not queue behind its time-outs, and logs each outage once, with its end.
 * <p>
 * Not safe for concurrent use: the caching source above it fetches one at a time.
 */
final class GuardedFetch extends JWKSetSourceWrapper<SecurityContext> {

	private final Log logger = LogFactory.getLog(GuardedFetch.class);

	private final Issuer issuer;

	private final Duration pause;

	private final Clock clock;

	private boolean outage;

	private long pausedUntil = Long.MIN_VALUE;

	GuardedFetch(JWKSetSource<SecurityContext> source, Issuer issuer, Duration pause, Clock clock) {
		super(source);
		this.issuer = issuer;
		this.pause = pause;
		this.clock = clock;
	}

	@Override
	public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator refreshEvaluator, long currentTime,
			@Nullable SecurityContext context) throws KeySourceException {
		if (this.clock.millis() < this.pausedUntil) {
			throw new JWKSetUnavailableException("The last fetch of the keys failed moments ago");
		}
		try {
			JWKSet keys = getSource().getJWKSet(refreshEvaluator, currentTime, context);
			succeeded();
			return keys;
		}
		catch (KeySourceException ex) {
			failed(ex);
			throw ex;
		}
	}

	private void succeeded() {
		if (this.outage) {
			this.outage = false;
			this.logger.info("Fetching the keys of " + this.issuer.value() + " works again");
		}
	}

	private void failed(KeySourceException cause) {
		this.pausedUntil = this.clock.millis() + this.pause.toMillis();
		if (!this.outage) {
			this.outage = true;
			this.logger.warn("Fetching the keys of " + this.issuer.value() + " fails until further notice", cause);
		}
	}

}
