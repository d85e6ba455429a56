package io.wegrant.server.wechat.services;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads JSON of which every reader must see the same: an object, in UTF-8, whose members
 * are there once, with nothing behind it.
 */
final class StrictJson {

	private static final int MAX_DEPTH = 32;

	private static final JsonMapper JSON = JsonMapper
		.builder(JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
			.build())
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private StrictJson() {
	}

	/**
	 * Reads an object.
	 * @param bytes the text in UTF-8
	 * @return the object, or empty if it is none
	 */
	static Optional<JsonNode> object(byte[] bytes) {
		try {
			CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
			return Optional.of(JSON.readTree(text.toString())).filter(JsonNode::isObject).filter(StrictJson::isPlain);
		}
		catch (CharacterCodingException | JacksonException ex) {
			// The parser's message quotes the text.
			return Optional.empty();
		}
	}

	// Some readers compare names without their case, or up to a zero.
	private static boolean isPlain(JsonNode object) {
		Set<String> names = new HashSet<>();
		return object.propertyNames()
			.stream()
			.allMatch((name) -> name.chars().noneMatch(Character::isISOControl)
					&& names.add(name.toLowerCase(Locale.ROOT)));
	}

	/**
	 * Encodes a text.
	 * @param text the text
	 * @return the text in UTF-8, or empty if it has half a character
	 */
	static Optional<byte[]> encode(String text) {
		try {
			ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
			byte[] encoded = new byte[bytes.remaining()];
			bytes.get(encoded);
			return Optional.of(encoded);
		}
		catch (CharacterCodingException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Returns a member that is a text.
	 * @param object the object
	 * @param name the member's name
	 * @return the text, or empty if there is none
	 */
	static Optional<String> text(JsonNode object, String name) {
		return Optional.ofNullable(object.get(name)).filter(JsonNode::isString).map(JsonNode::stringValue);
	}

}
