package io.wegrant.resourceserver;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The service of the README, a process of its own, started from its source as it stands
 * there.
 */
@DisplayName("S01 a plain Java service")
class ReadmeServiceContractTests extends ServiceContract {

	@TempDir
	private static Path directory;

	@Override
	protected HttpService start(String issuer, Map<String, String> settings) {
		return ReadmeService.start(directory, example(settings), issuer, AUDIENCE, ProcessBuilder.Redirect.INHERIT);
	}

	private static String example(Map<String, String> settings) {
		StringBuilder builder = new StringBuilder(".audience(args[1])");
		settings.forEach((name, value) -> builder.append(call(name, value)));
		String changed = ReadmeService.example("import .*?public final class Shop .*?")
			.replace(".audience(args[1])", builder);
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

}
