package io.wegrant.simulator.push;

import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * Reads an answer in XML.
 */
final class XmlMembers {

	private XmlMembers() {
	}

	/**
	 * Reads what stands directly below the root.
	 * @param text the XML
	 * @return the texts by the names of their elements, or empty when this is no XML with
	 * a root named {@code xml}
	 */
	static Optional<Map<String, String>> read(String text) {
		try {
			Element root = parser().parse(new InputSource(new StringReader(text))).getDocumentElement();
			return root.getTagName().equals("xml") ? Optional.of(members(root)) : Optional.empty();
		}
		catch (SAXException ex) {
			return Optional.empty();
		}
		catch (IOException | ParserConfigurationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static DocumentBuilder parser() throws ParserConfigurationException {
		DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
		factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
		factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
		DocumentBuilder parser = factory.newDocumentBuilder();
		// The default one prints.
		parser.setErrorHandler(null);
		return parser;
	}

	private static Map<String, String> members(Element root) {
		Map<String, String> members = new LinkedHashMap<>();
		for (@Nullable
		Node node = root.getFirstChild(); node != null; node = node.getNextSibling()) {
			if (node instanceof Element member) {
				members.put(member.getTagName(), member.getTextContent());
			}
		}
		return members;
	}

}
