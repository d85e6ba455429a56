package io.wegrant.resourceserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The service of the README with what it adds for account events, a process of its own.
 */
@DisplayName("W08 account events in a plain Java service")
class ReadmeAccountEventTests extends AccountEventContract {

	@TempDir
	private static Path directory;

	@Override
	protected HttpService start(String issuer) {
		return ReadmeService.start(directory, source(), issuer, AUDIENCE,
				ProcessBuilder.Redirect.appendTo(log().toFile()));
	}

	private static Path log() {
		return directory.resolve("log");
	}

	private static String source() {
		String line = ReadmeService.example("\t\tserver.createContext\\(\"/wegrant/.*?");
		String condition = "if (event instanceof AccountEvent.Purged) {\n";
		assertThat(line).contains(condition);
		String failing = line.replace(condition,
				"if (event.sub().equals(\"u-fails\")) {\nthrow new IllegalStateException(\"No.\");\n}\n" + condition);
		String method = ReadmeService.example("\tprivate static void take.*?");
		String start = "\t\tserver.start();\n";
		String end = "\n}\n";
		String shop = ReadmeService.example("import .*?public final class Shop .*?");
		assertThat(shop).contains(start).endsWith(end);
		return "import io.wegrant.resourceserver.*;\n"
				+ shop.substring(0, shop.length() - end.length()).replace(start, failing + start) + "\n" + method + end;
	}

	@Test
	void postWhenAccountIsClosedThenListenerHears() {
		assertTaken(post(service(), PATH, event().about("u-to-be-erased").sign()));
		Awaitility.await().until(() -> read(log()).contains("Erasing what is kept of u-to-be-erased"));
	}

	@Test
	void postWhenListenerThrowsThenErrorAndItIsLoggedWithTheId() {
		assertThat(post(service(), PATH, event().about("u-fails").claim("jti", "e-fails").sign()).statusCode())
			.isEqualTo(500);
		Awaitility.await().until(() -> read(log()).contains("Event e-fails failed"));
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
