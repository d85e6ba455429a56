package io.wegrant.simulator.traffic;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A call that arrived at the WeChat API, with what became of it.
 *
 * @param time when it arrived, by the simulator's clock
 * @param method the HTTP method
 * @param path the path as it was sent
 * @param query the query string as it was sent, or {@code null} when there was none
 * @param queryParameters the decoded parameters of the query
 * @param bodyParameters the decoded members of a JSON body or parameters of a form
 * @param body the body as UTF-8 text
 * @param headers the headers that matter for the contract, names in lower case
 * @param errcode WeChat's code for the outcome, 0 for success, or {@code null} when the
 * call was never processed
 * @param exchanged whether the call used a code up successfully
 * @param fault the kind of fault that spoiled the answer, or {@code null}
 */
public record Call(Instant time, String method, String path, @Nullable String query,
		Map<String, List<String>> queryParameters, Map<String, List<String>> bodyParameters, String body,
		Map<String, String> headers, @Nullable Integer errcode, boolean exchanged, @Nullable String fault) {

	/**
	 * Returns a parameter of the query.
	 * @param name the name
	 * @return the first value, decoded, or empty when there is none
	 */
	public Optional<String> queryParameter(String name) {
		return this.queryParameters.getOrDefault(name, List.of()).stream().findFirst();
	}

	/**
	 * Returns a parameter of the body.
	 * @param name the name
	 * @return the first value, or empty when there is none
	 */
	public Optional<String> bodyParameter(String name) {
		return this.bodyParameters.getOrDefault(name, List.of()).stream().findFirst();
	}

}
