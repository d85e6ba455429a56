package io.wegrant.simulator.push;

import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts the members of a message into the format of a mini-program.
 */
final class MessageText {

	private static final JsonMapper JSON = JsonMapper.shared();

	private MessageText() {
	}

	static String of(String format, Map<String, ?> members) {
		return format.equals("xml") ? "<xml>" + xml(members) + "</xml>" : JSON.writeValueAsString(members);
	}

	private static String xml(Map<?, ?> members) {
		return members.entrySet()
			.stream()
			.map((member) -> "<" + member.getKey() + ">" + xml(member.getValue()) + "</" + member.getKey() + ">")
			.collect(Collectors.joining("\n"));
	}

	private static String xml(@Nullable Object value) {
		if (value instanceof Map<?, ?> members) {
			return xml(members);
		}
		if (value instanceof Number) {
			return value.toString();
		}
		return "<![CDATA[" + String.valueOf(value).replace("]]>", "]]]]><![CDATA[>") + "]]>";
	}

}
