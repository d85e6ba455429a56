package io.wegrant.resourceserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs code of the README as a process of its own, started from its source.
 */
final class ReadmeService {

	private ReadmeService() {
	}

	/**
	 * Finds code.
	 * @param pattern what the whole block matches
	 * @return the block
	 */
	static String example(String pattern) {
		try {
			Matcher example = Pattern.compile("(?s)```java\\R(" + pattern + ")```")
				.matcher(Files.readString(Path.of("README.md")));
			assertThat(example.find()).as(pattern).isTrue();
			return example.group(1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static HttpService start(Path directory, String source, String issuer, String audience,
			ProcessBuilder.Redirect output) {
		try {
			Path file = Files.createTempDirectory(directory, "shop").resolve("Shop.java");
			Files.writeString(file, source);
			int port = freePort();
			Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-XX:TieredStopAtLevel=1", "-Dsun.net.httpserver.nodelay=true", "-cp",
					System.getProperty("java.class.path"), file.toString(), issuer, audience, String.valueOf(port))
				.redirectErrorStream(true)
				.redirectOutput(output)
				.start();
			Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> isListening(port) || !process.isAlive());
			assertThat(process.isAlive()).isTrue();
			return new HttpService(port, process::destroyForcibly);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private static boolean isListening(int port) {
		try (Socket socket = new Socket("localhost", port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

}
