package io.wegrant.resourceserver.spring;

import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.wegrant.resourceserver.AccessTokenVerifier;
import io.wegrant.resourceserver.AccountEventVerifier;
import io.wegrant.resourceserver.Meters;

/**
 * The meters of a resource server.
 *
 * @param owner whose they are
 * @param figures what hands them over
 */
public record MicrometerMeters(Object owner, Consumer<Meters> figures) implements MeterBinder {

	private static final String PREFIX = "wegrant.resource-server.";

	static MicrometerMeters of(AccessTokenVerifier verifier) {
		return new MicrometerMeters(verifier, verifier::bindTo);
	}

	static MicrometerMeters of(AccountEventVerifier verifier) {
		return new MicrometerMeters(verifier, verifier::bindTo);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.figures.accept(new Registered(registry, this.owner));
	}

	/**
	 * Registers them. Micrometer holds on to what it reads only as long as somebody else
	 * does: to the owner here.
	 *
	 * @param registry where
	 * @param owner whose they are
	 */
	private record Registered(MeterRegistry registry, Object owner) implements Meters {

		@Override
		public void counter(String name, String description, String result, LongSupplier count) {
			FunctionCounter.builder(PREFIX + name, this.owner, (owner) -> count.getAsLong())
				.tag("result", result)
				.description(description)
				.register(this.registry);
		}

		@Override
		public void gauge(String name, String description, DoubleSupplier value) {
			Gauge.builder(PREFIX + name, this.owner, (owner) -> value.getAsDouble())
				.description(description)
				.register(this.registry);
		}

		@Override
		public void seconds(String name, String description, DoubleSupplier value) {
			Gauge.builder(PREFIX + name, this.owner, (owner) -> value.getAsDouble())
				.description(description)
				.baseUnit("seconds")
				.register(this.registry);
		}

	}

}
