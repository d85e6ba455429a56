package io.wegrant.simulator.wechat;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.util.MultiValueMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A call as it arrived, read once.
 *
 * @param method the HTTP method
 * @param path the path as it was sent
 * @param query the query string as it was sent, or {@code null}
 * @param parameters the decoded parameters of the query
 * @param body the body
 * @param headers the headers that matter for the contract, names in lower case
 */
record WechatRequest(String method, String path, @Nullable String query, MultiValueMap<String, String> parameters,
		RawBody body, Map<String, String> headers) {

	// The largest of WeChat's files, 10 MB, and what stands around it.
	private static final int MAX_BODY_BYTES = 11 << 20;

	private static final String[] RECORDED_HEADERS = { HttpHeaders.ACCEPT, HttpHeaders.CONTENT_LENGTH,
			HttpHeaders.CONTENT_TYPE, HttpHeaders.HOST, HttpHeaders.TRANSFER_ENCODING, HttpHeaders.USER_AGENT };

	private static final JsonMapper JSON = JsonMapper.shared();

	static WechatRequest read(HttpServletRequest request) throws IOException {
		Map<String, String> headers = new TreeMap<>();
		for (String name : RECORDED_HEADERS) {
			String value = request.getHeader(name);
			if (value != null) {
				headers.put(name.toLowerCase(Locale.ROOT), value);
			}
		}
		RawBody body = new RawBody(request.getInputStream().readNBytes(MAX_BODY_BYTES + 1));
		return new WechatRequest(request.getMethod(), request.getRequestURI(), request.getQueryString(),
				FormParameters.parse(request.getQueryString()), body, headers);
	}

	boolean isPost() {
		return "POST".equals(this.method);
	}

	/**
	 * Says whether this is a POST that does not announce its length. WeChat's front end
	 * answers such a call itself.
	 * @return whether the length is missing
	 */
	boolean isPostWithoutLength() {
		return isPost()
				&& (this.headers.containsKey("transfer-encoding") || !this.headers.containsKey("content-length"));
	}

	/**
	 * Says whether the body is larger than any that WeChat takes.
	 * @return whether it was not read to its end
	 */
	boolean isTooLarge() {
		return this.body.bytes().length > MAX_BODY_BYTES;
	}

	/**
	 * Returns a header.
	 * @param name the name in lower case
	 * @return the value, empty when there is none
	 */
	String header(String name) {
		return this.headers.getOrDefault(name, "");
	}

	/**
	 * Returns a parameter of the query.
	 * @param name the name
	 * @return the first value, or empty when there is none or it is empty
	 */
	Optional<String> parameter(String name) {
		return Optional.ofNullable(this.parameters.getFirst(name)).filter((value) -> !value.isEmpty());
	}

	/**
	 * Returns a parameter that the call cannot do without.
	 * @param name the name
	 * @param whenMissing the refusal when there is none
	 * @return the first value
	 */
	String parameter(String name, WechatError whenMissing) {
		return parameter(name).orElseThrow(whenMissing::refusal);
	}

	/**
	 * Returns the body of a call that must be a POST of a JSON object.
	 * @return the object
	 */
	ObjectNode json() {
		if (!isPost()) {
			throw WechatError.POST_REQUIRED.refusal();
		}
		if (this.body.bytes().length == 0) {
			throw WechatError.EMPTY_POST_DATA.refusal();
		}
		return tryJson().orElseThrow(WechatError.DATA_FORMAT::refusal);
	}

	Optional<ObjectNode> tryJson() {
		try {
			JsonNode node = JSON.readTree(this.body.text());
			return (node instanceof ObjectNode object) ? Optional.of(object) : Optional.empty();
		}
		catch (JacksonException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Returns a member of a JSON body.
	 * @param json the body
	 * @param name the name of the member
	 * @return the text, or empty when there is none, it is empty or not a text
	 */
	static Optional<String> text(ObjectNode json, String name) {
		JsonNode member = json.path(name);
		return Optional.of(member)
			.filter(JsonNode::isString)
			.map(JsonNode::stringValue)
			.filter((value) -> !value.isEmpty());
	}

}
