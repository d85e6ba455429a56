package io.wegrant.resourceserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The service of the README, a process of its own, started from its source as it stands
 * there.
 */
@DisplayName("S01 a plain Java service")
class ReadmeServiceContractTests extends ServiceContract {

	private static final Pattern EXAMPLE = Pattern.compile("(?s)```java\\R(import .*?public final class Shop .*?)```");

	@TempDir
	private static Path directory;

	@Override
	protected HttpService start(String issuer, Map<String, String> settings) {
		try {
			Path source = Files.createTempDirectory(directory, "shop").resolve("Shop.java");
			Files.writeString(source, example(settings));
			int port = freePort();
			Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-XX:TieredStopAtLevel=1", "-Dsun.net.httpserver.nodelay=true", "-cp",
					System.getProperty("java.class.path"), source.toString(), issuer, AUDIENCE, String.valueOf(port))
				.inheritIO()
				.start();
			Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> isListening(port) || !process.isAlive());
			assertThat(process.isAlive()).isTrue();
			return new HttpService(port, process::destroyForcibly);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String example(Map<String, String> settings) throws IOException {
		Matcher example = EXAMPLE.matcher(Files.readString(Path.of("README.md")));
		assertThat(example.find()).isTrue();
		StringBuilder builder = new StringBuilder(".audience(args[1])");
		settings.forEach((name, value) -> builder.append(call(name, value)));
		String changed = example.group(1).replace(".audience(args[1])", builder);
		assertThat(changed).contains(builder);
		return changed;
	}

	private static String call(String name, String value) {
		return switch (name + "=" + value) {
			case "max-token-size=128KB" -> ".maxTokenLength(131_072)";
			case "revocation.when-stale=reject" ->
				".revocations(io.wegrant.resourceserver.RevocationSettings.defaults().rejectingWhenStale())";
			default -> throw new IllegalArgumentException("The example has no " + name);
		};
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
