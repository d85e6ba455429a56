package io.wegrant.demo.orders;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.function.UnaryOperator;

import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;

import org.springframework.http.MediaType;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One of WeChat's pushes, in JSON or in XML as the mini-program is set up. Members are
 * named by their path, such as {@code GoodsInfo/ProductId}.
 */
final class Push {

	private final boolean isXml;

	private final UnaryOperator<String> members;

	private Push(boolean isXml, UnaryOperator<String> members) {
		this.isXml = isXml;
		this.members = members;
	}

	/**
	 * Reads a push.
	 * @param type what it is written in
	 * @param body the push
	 * @return its members
	 * @throws IllegalArgumentException if it cannot be read
	 */
	static Push read(MediaType type, byte[] body) {
		return type.getSubtype().endsWith("xml") ? xml(body) : json(body);
	}

	String event() {
		return text("Event");
	}

	/**
	 * Returns a member.
	 * @param path its path
	 * @return its text, empty if it is not there
	 */
	String text(String path) {
		return this.members.apply(path);
	}

	boolean says(String path, Object value) {
		return text(path).equals(value.toString());
	}

	/**
	 * Writes an answer in the form that WeChat wants: that of the push.
	 * @param code 0 if WeChat is not to send the push again
	 * @param text the same for people
	 * @return the answer
	 */
	String answer(int code, String text) {
		return this.isXml ? "<xml><ErrCode>" + code + "</ErrCode><ErrMsg><![CDATA[" + text + "]]></ErrMsg></xml>"
				: "{\"ErrCode\":" + code + ",\"ErrMsg\":\"" + text + "\"}";
	}

	MediaType type() {
		return this.isXml ? MediaType.TEXT_XML : MediaType.APPLICATION_JSON;
	}

	private static Push json(byte[] body) {
		try {
			JsonNode message = JsonMapper.shared().readTree(body);
			return new Push(false, (path) -> message.at("/" + path).asString(""));
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("is no JSON", ex);
		}
	}

	private static Push xml(byte[] body) {
		try {
			DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
			factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
			DocumentBuilder builder = factory.newDocumentBuilder();
			builder.setErrorHandler(null);
			Document message = builder.parse(new ByteArrayInputStream(body));
			XPath paths = XPathFactory.newDefaultInstance().newXPath();
			return new Push(true, (path) -> evaluate(paths, "/xml/" + path, message));
		}
		catch (SAXException ex) {
			throw new IllegalArgumentException("is no XML", ex);
		}
		catch (IOException | ParserConfigurationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String evaluate(XPath paths, String path, Document message) {
		try {
			return paths.evaluate(path, message);
		}
		catch (XPathExpressionException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
