package io.wegrant.server.wechat.events;

import java.io.Serial;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A message of WeChat's, in JSON or XML: names with texts. Members that hold more than a
 * text are passed over, those that come twice make it unreadable: what users write is in
 * there too, and none of them must be able to add a member.
 * <p>
 * WeChat passes on what users write as it is, so what a strict reader would refuse for it
 * is read: control characters, the end of a CDATA section within one, and what else was
 * seen in pushes: a byte order mark, a comma at the end.
 */
final class PushMessage {

	private static final int MAX_DEPTH = 16;

	/** The name of what may come as a list. */
	static final String REVOKE_INFO = "RevokeInfo";

	/** What events begin with that are about money. */
	private static final String PAYMENTS = "xpay_";

	/** The type of messages that tell of an event. */
	private static final String EVENT = "event";

	private static final Set<String> LISTS = Set.of(REVOKE_INFO);

	/** What XML 1.0 has no way to say. */
	private static final Pattern NOT_XML = Pattern.compile("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\uFFFE\uFFFF]");

	/** What looks like the end of a CDATA section, and has more text behind it. */
	private static final Pattern END_WITHIN = Pattern.compile("\\]\\]>(?!\\s*<)");

	private static final JsonMapper JSON = JsonMapper
		.builder(JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
			.enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
			.enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
			.enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
			.build())
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.build();

	private final Map<String, String> texts = new HashMap<>();

	private final byte[] content;

	private PushMessage(byte[] content) {
		this.content = content;
	}

	/**
	 * Reads a message.
	 * @param body the message in UTF-8
	 * @return the message, or empty if it is neither a JSON object nor plain XML
	 */
	static Optional<PushMessage> read(byte[] body) {
		PushMessage message = new PushMessage(body);
		try {
			String text = text(body);
			if (isXml(body)) {
				message.readXml(text);
			}
			else {
				message.readJson(text);
			}
			return Optional.of(message);
		}
		catch (JacksonException | XMLStreamException | MissingResourceException | UnreadableException ex) {
			// The parsers' messages quote what they could not read; the JDK's lacks the
			// texts of some faults in a DOCTYPE.
			return Optional.empty();
		}
	}

	/**
	 * Tells whether a message is XML.
	 * @param body the message in UTF-8
	 * @return whether it is XML and not JSON
	 */
	static boolean isXml(byte[] body) {
		return text(body).startsWith("<");
	}

	/**
	 * Returns a text.
	 * @param name its name
	 * @return the text, or empty if there is none
	 */
	Optional<String> text(String name) {
		return Optional.ofNullable(this.texts.get(name));
	}

	/**
	 * Returns which event it tells of. WeChat itself writes the type in two ways, and
	 * developers have seen events in two.
	 * @return the event's name in lower case, or an empty text if it is no event
	 */
	String event() {
		return type().filter(EVENT::equals).flatMap((type) -> text("Event")).map(PushMessage::lowerCase).orElse("");
	}

	/**
	 * Returns by what name it finds its way.
	 * @return the event's name, or the type of a message that is no event, in lower case;
	 * an empty text if it has neither
	 */
	String name() {
		return type().filter((type) -> !EVENT.equals(type)).orElseGet(this::event);
	}

	/**
	 * Tells whether a user wrote or sent it, to the customer service of the mini-program.
	 * @return whether it has a type and is no event
	 */
	boolean isOfUser() {
		return type().filter((type) -> !EVENT.equals(type)).isPresent();
	}

	/**
	 * Tells whether WeChat wants to hear what has become of it: it is about money.
	 * @return whether it is
	 */
	boolean isOfPayment() {
		return event().startsWith(PAYMENTS);
	}

	/**
	 * Tells whether it is XML.
	 * @return whether it is XML and not JSON
	 */
	boolean isXml() {
		return isXml(this.content);
	}

	/**
	 * Returns the message as WeChat wrote it.
	 * @return its bytes
	 */
	byte[] content() {
		return this.content.clone();
	}

	private Optional<String> type() {
		return text("MsgType").map(PushMessage::lowerCase).filter((type) -> !type.isEmpty());
	}

	private static String lowerCase(String name) {
		return name.strip().toLowerCase(Locale.ROOT);
	}

	private static String text(byte[] body) {
		String text = new String(body, StandardCharsets.UTF_8);
		int begin = 0;
		int end = text.length();
		while (begin < end && saysNothing(text.charAt(begin))) {
			begin++;
		}
		while (begin < end && saysNothing(text.charAt(end - 1))) {
			end--;
		}
		return text.substring(begin, end);
	}

	private static boolean saysNothing(char character) {
		return Character.isWhitespace(character) || Character.isISOControl(character) || character == '\uFEFF';
	}

	private void readJson(String text) {
		JsonNode json = JSON.readTree(text);
		if (!json.isObject()) {
			throw new UnreadableException();
		}
		json.properties().forEach((member) -> {
			boolean isList = LISTS.contains(member.getKey().strip()) && member.getValue().isArray();
			Stream.of(member.getValue())
				.flatMap((value) -> isList ? value.valueStream() : Stream.of(value))
				.filter((value) -> value.isString() || value.isNumber())
				.forEach((value) -> add(member.getKey(), value.asString()));
		});
	}

	private void readXml(String text) throws XMLStreamException {
		XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
		factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
		factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
		String repaired = END_WITHIN.matcher(NOT_XML.matcher(text).replaceAll("\uFFFD")).replaceAll("]]]]><![CDATA[>");
		XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(repaired));
		readElements(reader);
		reader.close();
	}

	private void readElements(XMLStreamReader reader) throws XMLStreamException {
		Deque<String> names = new ArrayDeque<>();
		boolean hasElements = false;
		StringBuilder value = new StringBuilder();
		while (reader.hasNext()) {
			switch (reader.next()) {
				case XMLStreamConstants.START_ELEMENT -> {
					names.push(reader.getLocalName());
					hasElements = false;
					value.setLength(0);
				}
				case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> value.append(reader.getText());
				case XMLStreamConstants.END_ELEMENT -> {
					names.pop();
					boolean isLeaf = !hasElements;
					hasElements = true;
					if (isLeaf && names.size() == 1) {
						add(reader.getLocalName(), value.toString());
					}
					else if (isLeaf && names.size() == 2 && LISTS.contains(names.element())) {
						add(names.element(), value.toString());
					}
				}
				case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> throw new UnreadableException();
				default -> {
					// Comments, processing instructions and the end say nothing.
				}
			}
			if (names.size() > MAX_DEPTH) {
				throw new UnreadableException();
			}
		}
	}

	private void add(String name, String value) {
		// WeChat's own examples have names with a space before them.
		boolean isList = LISTS.contains(name.strip());
		String before = this.texts.put(name.strip(), value);
		if (before != null && !isList) {
			throw new UnreadableException();
		}
		if (before != null) {
			this.texts.put(name.strip(), before + "," + value);
		}
	}

	@Override
	public String toString() {
		return "PushMessage[redacted]";
	}

	/** The message is neither one thing nor the other. */
	private static final class UnreadableException extends RuntimeException {

		@Serial
		private static final long serialVersionUID = 1L;

	}

}
