package io.wegrant.endtoend.miniprogram;

import java.util.Optional;

import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON as JavaScript reads and writes it: the way of values between the two languages.
 */
final class Json {

	private final Value parse;

	private final Value stringify;

	Json(Context context) {
		this.parse = context.eval("js", "JSON.parse");
		this.stringify = context.eval("js", "JSON.stringify");
	}

	Value read(String text) {
		return this.parse.execute(text);
	}

	Value of(Object value) {
		return read(JsonMapper.shared().writeValueAsString(value));
	}

	Optional<Value> tryRead(String text) {
		try {
			return Optional.of(read(text));
		}
		catch (PolyglotException ex) {
			if (ex.isGuestException()) {
				return Optional.empty();
			}
			throw ex;
		}
	}

	String write(Value value) {
		Value text = this.stringify.execute(value);
		return text.isString() ? text.asString() : "null";
	}

	JsonNode tree(Value value) {
		return JsonMapper.shared().readTree(write(value));
	}

}
