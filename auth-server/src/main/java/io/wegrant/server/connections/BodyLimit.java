package io.wegrant.server.connections;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPatternParser;

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

	boolean isOf(String requested) {
		int variable = this.path.indexOf('{');
		return (variable < 0) ? this.path.equals(requested) : requested.startsWith(this.path.substring(0, variable))
				&& PathPatternParser.defaultInstance.parse(this.path).matches(PathContainer.parsePath(requested));
	}

}
