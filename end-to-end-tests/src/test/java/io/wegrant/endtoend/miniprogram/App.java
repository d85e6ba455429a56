package io.wegrant.endtoend.miniprogram;

import java.util.Locale;
import java.util.Map;

import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;

/**
 * The mini-program while it runs.
 */
public final class App {

	private final Context context;

	private final EventLoop loop;

	private final Json json;

	private final Modules modules;

	App(Context context, EventLoop loop, Json json, Map<String, String> config) {
		this.context = context;
		this.loop = loop;
		this.json = json;
		this.modules = new Modules(context);
		this.modules.replace("config", json.of(config));
	}

	void launch() {
		register("App", "app").invokeMember("onLaunch");
		this.loop.runUntilQuiet();
	}

	/**
	 * Opens a page.
	 * @param page its path, without an ending
	 * @return the page, of which nothing has been called
	 */
	public Screen open(String page) {
		return new Screen(register("Page", page), this.context, this.loop, this.json);
	}

	/**
	 * Runs a script that registers something by a global function, as apps and pages do.
	 */
	private Value register(String function, String script) {
		this.context.eval("js",
				String.format(Locale.ROOT, "var registered; function %s(options) { registered = options }", function));
		this.modules.require(script);
		return this.context.getBindings("js").getMember("registered");
	}

}
