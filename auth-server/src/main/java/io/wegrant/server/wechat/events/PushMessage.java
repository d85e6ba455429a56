package io.wegrant.server.wechat.events;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Optional;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A message of WeChat's, in JSON or XML: names with texts. Members that hold more than a
 * text are passed over, those that come twice make it unreadable.
 */
final class PushMessage {

	private static final int MAX_DEPTH = 16;

	private static final JsonMapper JSON = JsonMapper
		.builder(JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
			.build())
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.build();

	private final Map<String, String> texts = new HashMap<>();

	private PushMessage() {
	}

	/**
	 * Reads a message.
	 * @param body the message in UTF-8
	 * @return the message
	 * @throws PushRefused if it is neither a JSON object nor plain XML
	 */
	static PushMessage read(byte[] body) {
		String text = new String(body, StandardCharsets.UTF_8).strip();
		PushMessage message = new PushMessage();
		if (text.startsWith("<")) {
			message.readXml(text);
		}
		else {
			message.readJson(text);
		}
		return message;
	}

	/**
	 * Returns a text.
	 * @param name its name
	 * @return the text, or empty if there is none
	 */
	Optional<String> text(String name) {
		return Optional.ofNullable(this.texts.get(name));
	}

	private void readJson(String text) {
		JsonNode json;
		try {
			json = JSON.readTree(text);
		}
		catch (JacksonException ex) {
			// The parser's message quotes what it could not read.
			throw PushRefused.malformed();
		}
		if (!json.isObject()) {
			throw PushRefused.malformed();
		}
		json.properties()
			.stream()
			.filter((member) -> member.getValue().isString() || member.getValue().isIntegralNumber())
			.forEach((member) -> add(member.getKey(), member.getValue().asString()));
	}

	private void readXml(String text) {
		XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
		factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
		factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
		try {
			XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text));
			readElements(reader);
			reader.close();
		}
		catch (XMLStreamException | MissingResourceException ex) {
			// The JDK's parser lacks the texts of some faults in a DOCTYPE.
			throw PushRefused.malformed();
		}
	}

	private void readElements(XMLStreamReader reader) throws XMLStreamException {
		int depth = 0;
		boolean hasElements = false;
		StringBuilder value = new StringBuilder();
		while (reader.hasNext()) {
			switch (reader.next()) {
				case XMLStreamConstants.START_ELEMENT -> {
					depth++;
					hasElements = depth > 2;
					value.setLength(0);
				}
				case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> value.append(reader.getText());
				case XMLStreamConstants.END_ELEMENT -> {
					if (depth == 2 && !hasElements) {
						add(reader.getLocalName(), value.toString());
					}
					depth--;
				}
				case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> throw PushRefused.malformed();
				default -> {
					// Comments, processing instructions and the end say nothing.
				}
			}
			if (depth > MAX_DEPTH) {
				throw PushRefused.malformed();
			}
		}
	}

	private void add(String name, String value) {
		// WeChat's own examples have names with a space before them.
		if (this.texts.put(name.strip(), value) != null) {
			throw PushRefused.malformed();
		}
	}

	@Override
	public String toString() {
		return "PushMessage[redacted]";
	}

}
