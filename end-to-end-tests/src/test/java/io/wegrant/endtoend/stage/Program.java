package io.wegrant.endtoend.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

/**
 * Any program as a process, which does not outlive the tests.
 */
final class Program implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofMinutes(5);

	private static final int TAIL = 4_000;

	private final Path log;

	private final Process process;

	private Program(Path folder, String name, List<String> command, Map<String, String> environment) {
		this.log = folder.resolve(name + ".log");
		ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
			.redirectErrorStream(true)
			.redirectOutput(this.log.toFile());
		builder.environment()
			.keySet()
			.removeIf((variable) -> variable.startsWith("SPRING_") || variable.startsWith("WEGRANT_"));
		builder.environment().putAll(environment);
		try {
			this.process = builder.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Runtime.getRuntime().addShutdownHook(new Thread(this::close));
	}

	/**
	 * Starts a program that serves, and waits until it listens.
	 * @param folder where it runs
	 * @param name a name for its log
	 * @param command its command line
	 * @param environment what its environment has beside that of the tests
	 * @param port where it listens
	 * @return the program
	 */
	static Program serve(Path folder, String name, List<String> command, Map<String, String> environment, int port) {
		Program program = new Program(folder, name, command, environment);
		Awaitility.await(name).atMost(LIMIT).pollInterval(Duration.ofMillis(100)).ignoreExceptions().failFast(() -> {
			if (!program.process.isAlive()) {
				throw new IllegalStateException(name + " ended. " + program.tail());
			}
		}).until(() -> {
			try (Socket socket = new Socket()) {
				socket.connect(new InetSocketAddress("localhost", port), 1_000);
				return true;
			}
		});
		return program;
	}

	/**
	 * Runs a program to its end, and expects it to succeed.
	 * @param folder where it runs
	 * @param name a name for its log
	 * @param command its command line
	 * @return what it has written
	 */
	static String run(Path folder, String name, List<String> command) {
		return run(folder, name, command, Map.of());
	}

	static String run(Path folder, String name, List<String> command, Map<String, String> environment) {
		try (Program program = new Program(folder, name, command, environment)) {
			if (!program.process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || program.process.exitValue() != 0) {
				throw new IllegalStateException(name + " failed. " + program.tail());
			}
			return Folders.read(program.log);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private String tail() {
		String output = Folders.read(this.log);
		return "Its log ends:\n" + output.substring(Math.max(0, output.length() - TAIL));
	}

	/**
	 * Ends it, with those that it has started.
	 */
	@Override
	public void close() {
		List<ProcessHandle> all = this.process.descendants().toList();
		this.process.destroy();
		try {
			if (!this.process.waitFor(5, TimeUnit.SECONDS)) {
				this.process.destroyForcibly().waitFor();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		all.forEach(ProcessHandle::destroyForcibly);
	}

}
