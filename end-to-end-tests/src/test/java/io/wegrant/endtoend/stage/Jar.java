package io.wegrant.endtoend.stage;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The packaged applications.
 */
enum Jar {

	SIMULATOR("wechat-simulator"), PROVIDER("auth-server"), DEMO_SERVICE("resource-server-demo");

	private final String module;

	Jar(String module) {
		this.module = module;
	}

	Path path() {
		Path path = Path.of("..", this.module, "target", this.module + ".jar").toAbsolutePath().normalize();
		if (Files.notExists(path)) {
			throw new IllegalStateException(
					path + " is missing. Package it first, by ./mvnw verify in the root folder");
		}
		return path;
	}

}
