package io.wegrant.endtoend.stage;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

/**
 * A packaged application as a process. It runs in a folder of its own and takes no
 * settings but its arguments, and it does not outlive the tests.
 */
public final class JavaProcess {

	/**
	 * Long enough for a machine that is busy with other things. What ends is noticed at
	 * once.
	 */
	private static final Duration LIMIT = Duration.ofMinutes(15);

	private static final int TAIL = 4_000;

	private final String name;

	private final Path log;

	private final Path errors;

	private final ProcessBuilder builder;

	private final Callable<Boolean> readiness;

	private volatile Process process;

	private long launched;

	private Duration startUp = Duration.ZERO;

	JavaProcess(String name, Jar jar, Path folder, List<String> arguments, Callable<Boolean> readiness) {
		this.name = name;
		this.log = folder.resolve(name + ".log");
		this.errors = folder.resolve(name + ".err.log");
		List<String> command = new ArrayList<>();
		command.add(java());
		command.addAll(javaOptions());
		command.addAll(List.of("-jar", jar.path().toString()));
		command.addAll(arguments);
		this.builder = new ProcessBuilder(command).directory(folder.toFile())
			.redirectOutput(ProcessBuilder.Redirect.appendTo(this.log.toFile()))
			.redirectError(ProcessBuilder.Redirect.appendTo(this.errors.toFile()));
		this.builder.environment()
			.keySet()
			.removeIf((variable) -> variable.startsWith("SPRING_") || variable.startsWith("WEGRANT_"));
		this.readiness = readiness;
		Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
	}

	/**
	 * Returns what starts a Java program on the platform of the tests.
	 * @return the command
	 */
	static String java() {
		return Path.of(System.getProperty("java.home"), "bin", "java").toString();
	}

	private static List<String> javaOptions() {
		return Arrays.stream(System.getProperty("stories.java-options", "").split(" "))
			.filter((option) -> !option.isEmpty())
			.toList();
	}

	/**
	 * Gives the Java runtime a setting.
	 * @param name the system property
	 * @param value its value
	 */
	void setSystemProperty(String name, String value) {
		this.builder.command().add(1, "-D" + name + "=" + value);
	}

	/**
	 * Has it read a file as its standard input.
	 * @param input the file
	 * @return this
	 */
	public JavaProcess reading(Path input) {
		this.builder.redirectInput(input.toFile());
		return this;
	}

	/**
	 * Has its clock be wrong from the next start on.
	 * @param secondsAhead by how much it is ahead, or behind if negative
	 * @see WrongClock
	 */
	public void shiftClock(int secondsAhead) {
		List<String> command = this.builder.command();
		int jar = command.indexOf("-jar");
		if (jar >= 0) {
			command.set(jar, "-cp");
			command.set(jar + 1, WrongClock.folder() + File.pathSeparator + command.get(jar + 1));
			command.add(jar + 2, "io.wegrant.server.WegrantServerApplication");
		}
		command.removeIf((option) -> option.startsWith("-D" + WrongClock.SECONDS_AHEAD + "="));
		setSystemProperty(WrongClock.SECONDS_AHEAD, Integer.toString(secondsAhead));
	}

	/**
	 * Starts it, and does not wait until it answers.
	 */
	public void launch() {
		try {
			this.launched = System.nanoTime();
			this.process = this.builder.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Waits until it answers, after it was launched.
	 */
	public void awaitReady() {
		awaitReady(LIMIT);
	}

	/**
	 * Waits until it answers, after it was launched.
	 * @param limit for how long at most
	 */
	public void awaitReady(Duration limit) {
		Awaitility.await(this.name)
			.atMost(limit)
			.pollInterval(Duration.ofMillis(50))
			.ignoreExceptions()
			.failFast(this::requireRunning)
			.until(this.readiness);
		this.startUp = Duration.ofNanos(System.nanoTime() - this.launched);
	}

	/**
	 * Starts it and waits until it answers.
	 */
	public void start() {
		launch();
		awaitReady();
	}

	/**
	 * Starts it and waits until it ends by itself.
	 * @return the exit code
	 */
	public int run() {
		return run(LIMIT);
	}

	/**
	 * Starts it and waits until it ends by itself.
	 * @param limit for how long at most
	 * @return the exit code
	 * @throws IllegalStateException if it had to be ended
	 */
	public int run(Duration limit) {
		launch();
		return awaitEnd(limit);
	}

	/**
	 * Ends it in order (SIGTERM).
	 */
	public void stop() {
		this.process.destroy();
		awaitEnd();
	}

	/**
	 * Ends it at once (SIGKILL): it can finish nothing.
	 */
	public void kill() {
		if (this.process != null) {
			this.process.destroyForcibly();
			awaitEnd();
		}
	}

	/**
	 * Stops it as a machine does that hangs (SIGSTOP): its connections stay open.
	 */
	public void freeze() {
		signal("STOP");
	}

	/**
	 * Lets it go on after {@link #freeze()}.
	 */
	public void thaw() {
		signal("CONT");
	}

	private void signal(String signal) {
		try {
			int status = new ProcessBuilder("kill", "-" + signal, Long.toString(this.process.pid())).start().waitFor();
			if (status != 0) {
				throw new IllegalStateException(this.name + " took no SIG" + signal);
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

	public boolean isRunning() {
		return this.process != null && this.process.isAlive();
	}

	private int awaitEnd() {
		return awaitEnd(LIMIT);
	}

	private int awaitEnd(Duration limit) {
		try {
			if (this.process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
				return this.process.exitValue();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.process.destroyForcibly();
		throw new IllegalStateException(this.name + " did not end. " + tail());
	}

	/**
	 * Returns how long the latest start took, from the start of the process to the first
	 * good answer.
	 * @return the time
	 */
	public Duration startUp() {
		return this.startUp;
	}

	/**
	 * Returns the memory it holds, where the system tells.
	 * @return the resident set in MiB
	 */
	public OptionalLong residentMebibytes() {
		Path status = Path.of("/proc", Long.toString(this.process.pid()), "status");
		if (!Files.isReadable(status)) {
			return OptionalLong.empty();
		}
		return Folders.read(status)
			.lines()
			.filter((line) -> line.startsWith("VmRSS:"))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
			.findFirst();
	}

	/**
	 * Returns the time that processors have spent on it.
	 * @return the time since its start, of all its threads
	 */
	public Duration processorTime() {
		return this.process.info().totalCpuDuration().orElseThrow();
	}

	/**
	 * Returns what it has written to the standard output, the errors of the Java runtime
	 * not included.
	 * @return the output of all its starts
	 */
	public String output() {
		return Folders.read(this.log);
	}

	/**
	 * Returns what it has written to its error output.
	 * @return the errors of all its starts
	 */
	public String errors() {
		return Folders.read(this.errors);
	}

	private void requireRunning() {
		if (!isRunning()) {
			throw new IllegalStateException(this.name + " ended. " + tail());
		}
	}

	private String tail() {
		String output = errors() + output();
		return "Its log ends:\n" + output.substring(Math.max(0, output.length() - TAIL));
	}

}
