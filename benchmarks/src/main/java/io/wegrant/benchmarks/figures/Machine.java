package io.wegrant.benchmarks.figures;

/**
 * Where and when it was measured.
 *
 * @param processors how many processors there are
 * @param model what kind they are
 * @param system the operating system
 * @param java the Java runtime of the peers
 * @param date the day
 */
public record Machine(int processors, String model, String system, String java, String date) {

}
