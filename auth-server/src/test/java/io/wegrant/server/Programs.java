package io.wegrant.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Programs that others wrote, which may not be here.
 */
public final class Programs {

	private Programs() {
	}

	/**
	 * Passes a test over if a program is not here. Where {@code WEGRANT_TEST_CLIENTS}
	 * says that all of them are installed on purpose, it fails.
	 * @param command what succeeds if the program is here
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static void assumeThereIs(String... command) throws InterruptedException {
		boolean isThere = isThere(command);
		assertThat(isThere || System.getenv("WEGRANT_TEST_CLIENTS") == null).as(command[0]).isTrue();
		Assumptions.assumeTrue(isThere, command[0] + " is not here");
	}

	private static boolean isThere(String... command) throws InterruptedException {
		try {
			return new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Returns the Python for which packages of the system are installed.
	 * @return the command
	 */
	public static String python() {
		return Files.isExecutable(Path.of("/usr/bin/python3")) ? "/usr/bin/python3" : "python3";
	}

	/**
	 * Runs a program.
	 * @param environment variables that are set for it
	 * @param input what it reads
	 * @param command the program and its arguments
	 * @return what it has written
	 * @throws IOException if it cannot be started
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static String run(Map<String, String> environment, String input, String... command)
			throws IOException, InterruptedException {
		ProcessBuilder program = new ProcessBuilder(command).redirectErrorStream(true);
		program.environment().putAll(environment);
		Process process = program.start();
		process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
		process.getOutputStream().close();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		return output;
	}

}
