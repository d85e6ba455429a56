package io.wegrant.endtoend.miniprogram;

import java.util.Map;

import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;
import tools.jackson.databind.JsonNode;

/**
 * A page that is open: its data, which is what people see, and what they can do.
 */
public final class Screen {

	/** As a page does, it holds data of its own and changes single members of it. */
	private static final String OPEN = """
			(function (options) {
				var page = Object.assign({}, options, { data: JSON.parse(JSON.stringify(options.data)) })
				page.setData = function (changes) {
					Object.keys(changes).forEach(function (path) {
						var names = path.split('.')
						var last = names.pop()
						var holder = names.reduce(function (each, name) { return each[name] }, page.data)
						holder[last] = JSON.parse(JSON.stringify(changes[path]))
					})
				}
				return page
			})
			""";

	private final Value page;

	private final EventLoop loop;

	private final Json json;

	Screen(Value options, Context context, EventLoop loop, Json json) {
		this.page = context.eval("js", OPEN).execute(options);
		this.loop = loop;
		this.json = json;
	}

	public JsonNode data() {
		return this.json.tree(this.page.getMember("data"));
	}

	/**
	 * Has the page handle something, and waits until nothing is under way.
	 * @param handler the handler
	 * @param detail what the event tells
	 */
	public void on(String handler, Map<String, Object> detail) {
		handle(handler, Map.of("detail", detail));
	}

	/**
	 * Taps something on the page, and waits until nothing is under way.
	 * @param handler the handler
	 * @param dataset what the element carries
	 */
	public void tap(String handler, Map<String, Object> dataset) {
		handle(handler, Map.of("currentTarget", Map.of("dataset", dataset)));
	}

	public void on(String handler) {
		on(handler, Map.of());
	}

	private void handle(String handler, Map<String, Object> event) {
		this.page.invokeMember(handler, this.json.of(event));
		this.loop.runUntilQuiet();
	}

}
