package io.wegrant.benchmarks.load;

import java.util.List;

/**
 * What the generator has measured.
 *
 * @param requests how many requests were answered as they should be
 * @param seconds how long that took, preparations left out
 * @param processorSeconds what each of the target's processes used meanwhile
 * @param compilerSeconds what of it the JIT compilers used; not a number where the system
 * does not tell
 * @param p50 the median latency in milliseconds
 * @param p99 the 99th percentile of the latency in milliseconds
 * @param max the greatest latency in milliseconds
 * @param failed how many requests were answered otherwise
 * @param failure what the first of these was answered with, or empty
 */
public record Outcome(long requests, double seconds, List<Double> processorSeconds, double compilerSeconds, double p50,
		double p99, double max, long failed, String failure) {

	/**
	 * Creates an outcome.
	 */
	public Outcome {
		processorSeconds = List.copyOf(processorSeconds);
	}

	/**
	 * Returns what one request cost.
	 * @return microseconds of processor time, of all processes
	 */
	public double processorMicros() {
		return allProcessorSeconds() * 1e6 / this.requests;
	}

	/**
	 * Tells whether the server still compiled rather than answered.
	 * @return the share of the processor time that the JIT compilers took, up to 1; not a
	 * number where the system does not tell
	 */
	public double compilerShare() {
		return this.compilerSeconds / allProcessorSeconds();
	}

	private double allProcessorSeconds() {
		return this.processorSeconds.stream().mapToDouble(Double::doubleValue).sum();
	}

}
