package io.wegrant.endtoend;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Element;

import io.wegrant.endtoend.stage.PublishedArtifacts;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What services depend on, as it is published.
 */
@Tag("artifacts")
class PublishedArtifactsTests {

	private static final Pattern BESIDE_ARTIFACTS = Pattern
		.compile(".*\\.(md5|sha1|sha256|sha512)|.*/maven-metadata\\.xml");

	/** Major version of the class files of Java 17. */
	private static final int JAVA_17 = 61;

	private static final PublishedArtifacts artifacts = new PublishedArtifacts();

	@Test
	@DisplayName("S04: the libraries, their sources, their Javadoc and the BOM are published, and nothing else")
	void publishWhenReleasedThenHasExactlyTheArtifacts() throws Exception {
		Set<String> expected = new TreeSet<>(Set.of(file("wegrant-bom", ".pom")));
		for (Library library : Library.values()) {
			Stream.of(".pom", ".jar", "-sources.jar", "-javadoc.jar")
				.forEach((ending) -> expected.add(file(library.artifact, ending)));
		}

		assertThat(published(artifacts.group()).keySet()).isEqualTo(expected);
	}

	@Test
	@DisplayName("S04: the same sources give the same bytes, in another folder, time zone and locale")
	void publishWhenRepeatedThenGivesTheSameBytes() throws Exception {
		Map<String, Path> first = published(artifacts.group());
		Map<String, Path> second = published(artifacts.groupOfSecondBuild());

		assertThat(second.keySet()).isEqualTo(first.keySet());
		for (String name : first.keySet()) {
			assertThat(Files.mismatch(first.get(name), second.get(name))).as(name).isEqualTo(-1);
		}
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("S04: a POM says what it is, and needs no other")
	void publishWhenLibraryThenPomIsWhole(Library library) throws Exception {
		Element pom = pom(library.artifact);

		saysWhatItIs(pom);
		assertThat(text(pom, "packaging")).isIn("", "jar");
		assertThat(children(pom, "dependencyManagement")).isEmpty();
		List<Element> dependencies = children(children(pom, "dependencies").get(0), "dependency");
		for (Element dependency : dependencies) {
			assertThat(text(dependency, "version")).as(name(dependency)).matches("[0-9].*");
			assertThat(text(dependency, "scope")).as(name(dependency)).isIn("compile", "provided");
			assertThat(text(dependency, "type")).as(name(dependency)).isEmpty();
		}
		assertThat(dependencies.stream()
			.filter((dependency) -> !text(dependency, "scope").equals("provided")
					&& !text(dependency, "optional").equals("true"))
			.map(PublishedArtifactsTests::name)).as("what a service gets")
			.containsExactlyInAnyOrderElementsOf(library.brings());
	}

	@Test
	@DisplayName("S04: the BOM has the version of each library, and no others")
	void publishWhenBomThenManagesTheLibraries() throws Exception {
		Element pom = pom("wegrant-bom");

		saysWhatItIs(pom);
		assertThat(text(pom, "packaging")).isEqualTo("pom");
		List<Element> managed = children(children(children(pom, "dependencyManagement").get(0), "dependencies").get(0),
				"dependency");
		assertThat(managed.stream().map((dependency) -> name(dependency) + ":" + text(dependency, "version")))
			.containsExactlyInAnyOrderElementsOf(Stream.of(Library.values())
				.map((library) -> "io.wegrant:" + library.artifact + ":" + artifacts.version())
				.toList());
		assertThat(children(pom, "dependencies")).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("S04: each jar has the licence; classes are for Java 17, and have their sources and their Javadoc")
	void publishWhenLibraryThenJarsAreWhole(Library library) throws Exception {
		Set<String> classes = entries(library, ".jar");
		Set<String> sources = entries(library, "-sources.jar");
		Set<String> javadoc = entries(library, "-javadoc.jar");

		assertThat(List.of(classes, sources, javadoc))
			.allSatisfy((jar) -> assertThat(jar).contains("META-INF/LICENSE"));
		assertThat(classes).containsAll(resources(library));
		assertThat(sources).containsAll(resources(library));
		assertThat(classes).noneMatch((name) -> name.contains("Test") || name.endsWith(".java"));
		assertThat(classes.stream()
			.filter((name) -> name.endsWith(".class"))
			.map((name) -> name.replaceFirst("(\\$.*)?\\.class$", ".java"))
			.collect(Collectors.toSet())).isNotEmpty()
			.isEqualTo(sources.stream().filter((name) -> name.endsWith(".java")).collect(Collectors.toSet()));
		assertThat(javadoc).contains("index.html", library.path + "/package-summary.html");
		try (JarFile jar = new JarFile(path(library, ".jar").toFile())) {
			for (String name : classes) {
				if (name.endsWith(".class")) {
					assertThat(majorVersion(jar, name)).as(name).isEqualTo(JAVA_17);
				}
			}
		}
	}

	@Test
	@DisplayName("S04: no class is in two jars")
	void publishWhenJarsAreTogetherThenNoClassIsThereTwice() throws Exception {
		Map<String, Library> seen = new HashMap<>();
		for (Library library : Library.values()) {
			for (String name : entries(library, ".jar")) {
				if (name.endsWith(".class")) {
					assertThat(seen.put(name, library)).as(name).isNull();
				}
			}
		}
	}

	private static void saysWhatItIs(Element pom) {
		assertThat(children(pom, "parent")).isEmpty();
		assertThat(children(pom, "build")).isEmpty();
		assertThat(children(pom, "profiles")).isEmpty();
		assertThat(children(pom, "properties")).isEmpty();
		assertThat(children(pom, "repositories")).isEmpty();
		assertThat(children(pom, "distributionManagement")).isEmpty();
		assertThat(text(pom, "groupId")).isEqualTo("io.wegrant");
		assertThat(text(pom, "version")).isEqualTo(artifacts.version()).doesNotContain("SNAPSHOT");
		assertThat(text(pom, "name")).startsWith("WeGrant ");
		assertThat(text(pom, "description")).isNotEmpty();
		assertThat(text(pom, "licenses", "license", "name")).isEqualTo("Apache License, Version 2.0");
		assertThat(text(pom, "licenses", "license", "url")).endsWith("/LICENSE-2.0");
		assertThat(text(pom, "organization", "name")).isEqualTo("WeGrant");
		assertThat(text(pom, "developers", "developer", "name")).isEqualTo("WeGrant");
		String url = text(pom, "url");
		assertThat(url).startsWith("https://").endsWith("/wegrant");
		assertThat(text(pom, "scm", "url")).isEqualTo(url);
		assertThat(text(pom, "scm", "connection")).isEqualTo("scm:git:" + url + ".git");
		assertThat(pom.getTextContent()).doesNotContain("${", "SNAPSHOT");
	}

	private static Map<String, Path> published(Path group) throws IOException {
		Map<String, Path> files = files(group);
		files.keySet().removeIf((name) -> BESIDE_ARTIFACTS.matcher(name).matches());
		return files;
	}

	private static Map<String, Path> files(Path folder) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.filter(Files::isRegularFile)
				.collect(Collectors.toMap((path) -> folder.relativize(path).toString().replace('\\', '/'),
						(path) -> path, (first, second) -> first, TreeMap::new));
		}
	}

	private static String file(String artifact, String ending) {
		String version = artifacts.version();
		return artifact + "/" + version + "/" + artifact + "-" + version + ending;
	}

	private static Path path(Library library, String ending) {
		return artifacts.group().resolve(file(library.artifact, ending));
	}

	private static Set<String> entries(Library library, String ending) throws IOException {
		try (JarFile jar = new JarFile(path(library, ending).toFile())) {
			return jar.stream().map((entry) -> entry.getName()).collect(Collectors.toCollection(TreeSet::new));
		}
	}

	private static Set<String> resources(Library library) throws IOException {
		Path folder = Path.of("..", library.module, "src", "main", "resources");
		return Files.isDirectory(folder) ? files(folder).keySet() : Set.of();
	}

	private static int majorVersion(JarFile jar, String name) throws IOException {
		try (InputStream in = jar.getInputStream(jar.getEntry(name)); DataInputStream data = new DataInputStream(in)) {
			data.skipNBytes(6);
			return data.readUnsignedShort();
		}
	}

	private static Element pom(String artifact) throws Exception {
		return DocumentBuilderFactory.newInstance()
			.newDocumentBuilder()
			.parse(artifacts.group().resolve(file(artifact, ".pom")).toFile())
			.getDocumentElement();
	}

	private static String name(Element dependency) {
		return text(dependency, "groupId") + ":" + text(dependency, "artifactId");
	}

	private static String text(Element parent, String... path) {
		List<Element> found = new ArrayList<>(List.of(parent));
		for (String name : path) {
			found = found.stream().flatMap((element) -> children(element, name).stream()).toList();
		}
		return found.stream().map(Element::getTextContent).collect(Collectors.joining(" "));
	}

	private static List<Element> children(Element parent, String name) {
		return IntStream.range(0, parent.getChildNodes().getLength())
			.mapToObj(parent.getChildNodes()::item)
			.filter((node) -> node.getNodeName().equals(name))
			.map(Element.class::cast)
			.toList();
	}

	/**
	 * What is published, and what a service that depends on it gets.
	 */
	enum Library {

		PLAIN("resource-server", "wegrant-resource-server", "io/wegrant/resourceserver"),

		SPRING("resource-server-spring", "wegrant-resource-server-spring", "io/wegrant/resourceserver/spring"),

		SPRING_BOOT_4("resource-server-starter", "wegrant-resource-server-spring-boot-starter",
				"io/wegrant/resourceserver/boot"),

		SPRING_BOOT_3("resource-server-starter-boot3", "wegrant-resource-server-spring-boot3-starter",
				"io/wegrant/resourceserver/boot3");

		private final String module;

		private final String artifact;

		private final String path;

		Library(String module, String artifact, String path) {
			this.module = module;
			this.artifact = artifact;
			this.path = path;
		}

		Set<String> brings() {
			return switch (this) {
				case PLAIN -> Set.of("com.nimbusds:nimbus-jose-jwt", "com.github.ben-manes.caffeine:caffeine",
						"org.jspecify:jspecify");
				case SPRING -> Set.of("io.wegrant:wegrant-resource-server", "org.jspecify:jspecify");
				case SPRING_BOOT_4 -> Set.of("io.wegrant:wegrant-resource-server-spring",
						"org.springframework.boot:spring-boot-starter-security-oauth2-resource-server",
						"org.jspecify:jspecify");
				case SPRING_BOOT_3 -> Set.of("io.wegrant:wegrant-resource-server-spring",
						"org.springframework.boot:spring-boot-starter-oauth2-resource-server", "org.jspecify:jspecify");
			};
		}

	}

}
