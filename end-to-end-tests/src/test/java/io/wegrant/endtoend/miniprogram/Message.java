package io.wegrant.endtoend.miniprogram;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.graalvm.polyglot.Value;
import tools.jackson.databind.JsonNode;

/**
 * What the mini-program gave to {@code wx.request}.
 *
 * @param method the HTTP method
 * @param url the address
 * @param header the headers, in any case
 * @param body the body, empty if there is none
 * @param timeout how long it waits, in milliseconds
 * @param at when, on the phone's clock
 */
public record Message(String method, URI url, Map<String, String> header, String body, long timeout, long at) {

	/** What {@code wx.request} waits for if it is not told. */
	private static final long DEFAULT_TIMEOUT = 60_000;

	static Message read(Value options, Json json, long at) {
		Map<String, String> header = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		header.put("Content-Type", "application/json");
		Value given = options.getMember("header");
		if (given != null && given.hasMembers()) {
			given.getMemberKeys().forEach((name) -> header.put(name, given.getMember(name).asString()));
		}
		String method = text(options, "method", "GET");
		String url = options.getMember("url").asString();
		Value data = options.getMember("data");
		boolean query = method.equals("GET") && data != null && data.hasMembers();
		return new Message(method, URI.create(query ? url + "?" + query(json.tree(data)) : url), header,
				query ? "" : body(data, json), number(options, "timeout"), at);
	}

	/**
	 * Returns a parameter of the form that was sent.
	 * @param name its name
	 * @return its value, empty if it is absent
	 */
	public String parameter(String name) {
		return form().getOrDefault(name, "");
	}

	boolean isTo(String path) {
		return this.url.getPath().equals(path);
	}

	private Map<String, String> form() {
		return Stream.of(this.body.split("&"))
			.map((pair) -> pair.split("=", 2))
			.filter((pair) -> pair.length == 2)
			.collect(Collectors.toMap((pair) -> decode(pair[0]), (pair) -> decode(pair[1])));
	}

	private static String query(JsonNode data) {
		return data.propertyStream()
			.map((member) -> member.getKey() + "="
					+ URLEncoder.encode(member.getValue().asString(), StandardCharsets.UTF_8))
			.collect(Collectors.joining("&"));
	}

	private static String decode(String value) {
		return URLDecoder.decode(value, StandardCharsets.UTF_8);
	}

	private static String body(Value data, Json json) {
		if (data == null || data.isNull()) {
			return "";
		}
		return data.isString() ? data.asString() : json.write(data);
	}

	private static String text(Value options, String name, String otherwise) {
		Value value = options.getMember(name);
		return (value != null && value.isString()) ? value.asString() : otherwise;
	}

	private static long number(Value options, String name) {
		Value value = options.getMember(name);
		return (value != null && value.fitsInLong()) ? value.asLong() : DEFAULT_TIMEOUT;
	}

}
