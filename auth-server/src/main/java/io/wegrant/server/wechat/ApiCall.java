package io.wegrant.server.wechat;

import java.util.Optional;

/**
 * A call of WeChat's server API that a service wants to be made.
 *
 * @param path the path
 * @param body the body of a POST; empty for a GET
 * @param query the query as it is sent, without the access token; may be empty
 * @param contentType the type of the body, if the service says
 * @param accept what the service takes, if it says
 */
public record ApiCall(String path, Optional<byte[]> body, String query, Optional<String> contentType,
		Optional<String> accept) {

	@Override
	public String toString() {
		return "ApiCall[path=" + this.path + "]";
	}

}
