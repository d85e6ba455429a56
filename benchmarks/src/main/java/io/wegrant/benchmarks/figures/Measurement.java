package io.wegrant.benchmarks.figures;

import io.wegrant.benchmarks.load.Outcome;
import io.wegrant.benchmarks.load.Scenario;

/**
 * One turn of one peer.
 *
 * @param database the kind of database, {@code h2} or {@code mysql}
 * @param sessions how many sessions were in it
 * @param scenario what was asked
 * @param peer who was asked
 * @param round in which round, from 1
 * @param rate how many requests were sent in a second; 0 for as many as were answered
 * @param outcome what came out
 */
public record Measurement(String database, int sessions, Scenario scenario, String peer, int round, double rate,
		Outcome outcome) {

	/**
	 * Returns what one request cost.
	 * @return microseconds of processor time, of the server and its database
	 */
	public double processorMicros() {
		return this.outcome.processorMicros();
	}

	/**
	 * Returns how many requests were answered in a second.
	 * @return the throughput
	 */
	public double throughput() {
		return this.outcome.requests() / this.outcome.seconds();
	}

}
