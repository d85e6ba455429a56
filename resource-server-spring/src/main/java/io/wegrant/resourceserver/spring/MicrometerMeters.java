package io.wegrant.resourceserver.spring;

import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.wegrant.resourceserver.AccessTokenVerifier;
import io.wegrant.resourceserver.Meters;

/**
 * The meters of a resource server.
 *
 * @param verifier whose they are
 */
public record MicrometerMeters(AccessTokenVerifier verifier) implements MeterBinder {

	private static final String PREFIX = "wegrant.resource-server.";

	@Override
	public void bindTo(MeterRegistry registry) {
		this.verifier.bindTo(new Registered(registry, this.verifier));
	}

	/**
	 * Registers them. Micrometer holds on to what it reads only as long as somebody else
	 * does: to the verifier here.
	 *
	 * @param registry where
	 * @param owner whose they are
	 */
	private record Registered(MeterRegistry registry, AccessTokenVerifier owner) implements Meters {

		@Override
		public void counter(String name, String description, String result, LongSupplier count) {
			FunctionCounter.builder(PREFIX + name, this.owner, (verifier) -> count.getAsLong())
				.tag("result", result)
				.description(description)
				.register(this.registry);
		}

		@Override
		public void gauge(String name, String description, DoubleSupplier value) {
			Gauge.builder(PREFIX + name, this.owner, (verifier) -> value.getAsDouble())
				.description(description)
				.register(this.registry);
		}

		@Override
		public void seconds(String name, String description, DoubleSupplier value) {
			Gauge.builder(PREFIX + name, this.owner, (verifier) -> value.getAsDouble())
				.description(description)
				.baseUnit("seconds")
				.register(this.registry);
		}

	}

}
