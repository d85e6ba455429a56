package io.wegrant.endtoend.miniprogram;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What can be said of the mini-program without WeChat's tools.
 */
class MiniProgramFilesTests {

	private static final Path AUTH = MiniProgramFolder.file("utils/auth.js");

	private final Context context = Phone.context();

	@AfterEach
	void closeContext() {
		this.context.close();
	}

	@Test
	void scriptWhenParsedThenHasNoSyntaxError() {
		assertThat(MiniProgramFolder.filesEndingWith(".js")).contains(AUTH)
			.allSatisfy((file) -> this.context.parse(Modules.source(file)));
	}

	@Test
	void authLibraryWhenParsedAsEs5ThenHasNoSyntaxError() {
		try (Context es5 = es5()) {
			es5.parse(Modules.source(AUTH));
		}
		// What the parser lets pass in ES5 as well.
		assertThat(MiniProgramFolder.read(AUTH)).doesNotContain("...", "catch {")
			.doesNotContainPattern("for \\([^;)]* of ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "let a = 1", "class A {}", "`a`", "f({ ...a })", "a?.b", "async function f() {}",
			"var f = a => a", "var { a } = b", "function f(a = 1) {}", "({ a() {} })", "a ?? b" })
	void scriptWhenNewerThanEs5ThenIsASyntaxErrorThere(String script) {
		try (Context es5 = es5()) {
			assertThatExceptionOfType(PolyglotException.class).isThrownBy(() -> es5.parse("js", script))
				.matches(PolyglotException::isSyntaxError, "is a syntax error");
		}
	}

	@Test
	void jsonWhenParsedThenIsAnObject() {
		assertThat(MiniProgramFolder.filesEndingWith(".json"))
			.contains(MiniProgramFolder.file("project.config.json"), MiniProgramFolder.file("sitemap.json"))
			.allSatisfy((file) -> assertThat(json(file).isObject()).as(file.toString()).isTrue());
	}

	@Test
	void appWhenItNamesPagesThenThoseAreAllThatThereAre() {
		assertThat(MiniProgramFolder.filesEndingWith(".wxml")).containsExactlyInAnyOrderElementsOf(
				pages().map((page) -> MiniProgramFolder.file(page + ".wxml")).toList());
		JsonNode tabs = json(MiniProgramFolder.file("app.json")).required("tabBar").required("list");
		assertThat(tabs.valueStream().map((tab) -> tab.required("pagePath").asString())).isSubsetOf(pages().toList());
	}

	@ParameterizedTest
	@MethodSource("pages")
	void pageWhenListedThenHasItsFourFiles(String page) {
		assertThat(List.of(".js", ".json", ".wxml", ".wxss"))
			.allMatch((ending) -> Files.isRegularFile(MiniProgramFolder.file(page + ending)));
	}

	@ParameterizedTest
	@MethodSource("pages")
	void pageWhenItBindsAnEventThenHandlesIt(String page) throws Exception {
		Value options = options(page);
		List<String> handlers = attributes(page).filter((attribute) -> attribute.getNodeName().startsWith("bind"))
			.map(Node::getNodeValue)
			.toList();
		assertThat(handlers).isNotEmpty()
			.allMatch((handler) -> options.canInvokeMember(handler), "is a function of the page");
	}

	@ParameterizedTest
	@MethodSource("pages")
	void pageWhenItLinksToAnotherThenThatExists(String page) throws Exception {
		assertThat(attributes(page).filter((attribute) -> attribute.getNodeName().equals("url"))
			.map((attribute) -> attribute.getNodeValue().substring(1))).isSubsetOf(pages().toList());
	}

	private static Context es5() {
		return Context.newBuilder("js")
			.option("js.ecmascript-version", "5")
			.option("engine.WarnInterpreterOnly", "false")
			.build();
	}

	static Stream<String> pages() {
		return json(MiniProgramFolder.file("app.json")).required("pages").valueStream().map(JsonNode::asString);
	}

	/** Runs the page's script as WeChat does when the page is opened. */
	private Value options(String page) {
		Value globals = this.context.getBindings("js");
		globals.putMember("wx",
				ProxyObject.fromMap(Map.of("getStorageSync", (ProxyExecutable) (arguments) -> "", "getAccountInfoSync",
						(ProxyExecutable) (arguments) -> new Json(this.context)
							.of(Map.of("miniProgram", Map.of("envVersion", "release"))),
						"canIUse", (ProxyExecutable) (arguments) -> true, "getDeviceInfo",
						(ProxyExecutable) (arguments) -> new Json(this.context).of(Map.of()))));
		List.of("setTimeout", "clearTimeout")
			.forEach((timer) -> globals.putMember(timer, (ProxyExecutable) (arguments) -> null));
		this.context.eval("js", "var opened; function Page(options) { opened = options }");
		new Modules(this.context).require(page);
		return globals.getMember("opened");
	}

	/** WXML need not be XML, but ours is, so that it can be checked. */
	private static Stream<Node> attributes(String page) throws Exception {
		String wxml = MiniProgramFolder.read(MiniProgramFolder.file(page + ".wxml"));
		Document document = DocumentBuilderFactory.newDefaultInstance()
			.newDocumentBuilder()
			.parse(new InputSource(new StringReader("<page>" + wxml + "</page>")));
		NodeList elements = document.getElementsByTagName("*");
		return IntStream.range(0, elements.getLength())
			.mapToObj(elements::item)
			.map(Element.class::cast)
			.map(Element::getAttributes)
			.flatMap(MiniProgramFilesTests::nodes);
	}

	private static Stream<Node> nodes(NamedNodeMap attributes) {
		return IntStream.range(0, attributes.getLength()).mapToObj(attributes::item);
	}

	private static JsonNode json(Path file) {
		return JsonMapper.shared().readTree(MiniProgramFolder.read(file));
	}

}
