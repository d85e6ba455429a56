package io.wegrant.benchmarks.figures;

/**
 * What a peer's rows take in the database, indexes included.
 *
 * @param database the kind of database, {@code h2} or {@code mysql}
 * @param peer the peer
 * @param sessions how many sessions there were, each of a user of its own
 * @param bytesPerSession the bytes of a session and its user
 */
public record Storage(String database, String peer, int sessions, double bytesPerSession) {

}
