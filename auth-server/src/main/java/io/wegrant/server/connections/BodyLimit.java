package io.wegrant.server.connections;

/**
 * How much of a body is kept for an endpoint. A module publishes one for each endpoint
 * whose bodies are longer than {@value #DEFAULT} bytes.
 *
 * @param path the path of the endpoint, or a pattern of Spring's for paths
 * @param bytes the longest body that the endpoint takes
 */
public record BodyLimit(String path, int bytes) {

	/** What is kept for any other endpoint. */
	public static final int DEFAULT = 64 * 1024;

}
