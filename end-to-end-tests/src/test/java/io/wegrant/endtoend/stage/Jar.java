package io.wegrant.endtoend.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The packaged applications. They run extracted, as in the image: out of one file each
 * start costs twice as much of a processor.
 */
enum Jar {

	SIMULATOR("wechat-simulator"), PROVIDER("auth-server"), DEMO_SERVICE("resource-server-demo"),

	GATEWAY("gateway-demo");

	private static final Map<Jar, Path> EXTRACTED = new ConcurrentHashMap<>();

	private final String module;

	Jar(String module) {
		this.module = module;
	}

	/**
	 * Returns what {@code java -jar} starts.
	 * @return the application's jar, beside its libraries
	 */
	Path path() {
		return EXTRACTED.computeIfAbsent(this, Jar::extract);
	}

	private Path extract() {
		Path packaged = Path.of("..", this.module, "target", this.module + ".jar").toAbsolutePath().normalize();
		if (Files.notExists(packaged)) {
			throw new IllegalStateException(
					packaged + " is missing. Package it first, by ./mvnw verify in the root folder");
		}
		Path folder = Folders.create(this.module + "-");
		ProcessBuilder tools = new ProcessBuilder(JavaProcess.java(), "-Djarmode=tools", "-jar", packaged.toString(),
				"extract", "--force", "--destination", folder.toString())
			.inheritIO();
		try {
			int status = tools.start().waitFor();
			if (status != 0) {
				throw new IllegalStateException(packaged + " cannot be extracted");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		return folder.resolve(packaged.getFileName());
	}

}
