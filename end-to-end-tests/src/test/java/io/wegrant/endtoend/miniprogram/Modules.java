package io.wegrant.endtoend.miniprogram;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;

/**
 * The files of the mini-program as CommonJS modules, each of which is run once.
 */
final class Modules {

	private final Context context;

	private final Map<Path, Value> exports = new HashMap<>();

	Modules(Context context) {
		this.context = context;
	}

	/**
	 * Reads a module as one function. Its first line stays the first line.
	 * @param file the file
	 * @return the source
	 */
	static Source source(Path file) {
		String code = "(function (module, require) {" + MiniProgramFolder.read(file) + "\n})";
		try {
			return Source.newBuilder("js", code, file.toString()).build();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Puts something in the place of a module.
	 * @param path the module, without its ending
	 * @param exported what it exports
	 */
	void replace(String path, Value exported) {
		this.exports.put(MiniProgramFolder.file(path + ".js"), exported);
	}

	Value require(String path) {
		return require(MiniProgramFolder.file(path + ".js"));
	}

	private Value require(Path file) {
		if (!this.exports.containsKey(file)) {
			Value module = this.context.eval("js", "({ exports: {} })");
			ProxyExecutable require = (arguments) -> require(
					file.resolveSibling(arguments[0].asString() + ".js").normalize());
			this.context.eval(source(file)).executeVoid(module, require);
			this.exports.put(file, module.getMember("exports"));
		}
		return this.exports.get(file);
	}

}
