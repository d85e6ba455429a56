package io.wegrant.benchmarks.figures;

import java.util.List;

/**
 * What a peer takes, whatever it is asked.
 *
 * @param peer the peer
 * @param startUpSeconds the times from the start of the process to the first answer, of
 * one start after another
 * @param idleMebibytes the resident memory after the start
 * @param loadedMebibytes the resident memory after the load
 * @param jarMebibytes the size of the program with its libraries
 */
public record Footprint(String peer, List<Double> startUpSeconds, double idleMebibytes, double loadedMebibytes,
		double jarMebibytes) {

	/**
	 * Creates a footprint.
	 */
	public Footprint {
		startUpSeconds = List.copyOf(startUpSeconds);
	}

}
