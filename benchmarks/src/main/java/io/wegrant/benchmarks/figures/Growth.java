package io.wegrant.benchmarks.figures;

/**
 * What the revocations within the life of an access token take.
 *
 * @param database the kind of database, {@code h2} or {@code mysql}
 * @param revocations how many there were
 * @param heapBytesOfProvider the bytes of heap that one takes in the provider
 * @param heapBytesOfService the bytes of heap that one takes in a service
 * @param bytesInFeed the bytes of one in the answer that a service starts from
 * @param secondsToStart how long a service took that asked for all of them, from the
 * start of its process to its first answer
 * @param secondsToStartWithout the same before there were any
 */
public record Growth(String database, int revocations, double heapBytesOfProvider, double heapBytesOfService,
		double bytesInFeed, double secondsToStart, double secondsToStartWithout) {

}
