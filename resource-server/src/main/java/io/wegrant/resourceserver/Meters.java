package io.wegrant.resourceserver;

import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Where the figures of an {@link AccessTokenVerifier} go: to Micrometer, OpenTelemetry,
 * JMX or whatever a service has. The suppliers may be called at any time, by any thread.
 */
public interface Meters {

	/**
	 * Takes a number that only grows.
	 * @param name its name, in lower case with hyphens and dots; the starters put
	 * {@code wegrant.resource-server.} before it
	 * @param description what it counts
	 * @param result which outcome it counts, one of several of the same name
	 * @param count says how many there have been since the verifier was made
	 */
	void counter(String name, String description, String result, LongSupplier count);

	/**
	 * Takes a number that goes up and down.
	 * @param name its name
	 * @param description what it is
	 * @param value says what it is now
	 */
	void gauge(String name, String description, DoubleSupplier value);

	/**
	 * Takes a length of time.
	 * @param name its name
	 * @param description what it is
	 * @param value says how many seconds it is now, {@link Double#NaN} if it has not
	 * begun
	 */
	void seconds(String name, String description, DoubleSupplier value);

}
