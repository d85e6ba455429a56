package io.wegrant.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A program as a process of its own. It takes no settings but its command line, and it
 * does not outlive this one.
 */
final class Server {

	private static final Duration LIMIT = Duration.ofMinutes(3);

	private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	private static final int TAIL = 3_000;

	private static final Pattern HEAP_USED = Pattern.compile("used (\\d+)K");

	private final String name;

	private final Workspace workspace;

	private final int port;

	private final String path;

	private volatile @Nullable Process process;

	/**
	 * Prepares a server.
	 * @param name its name
	 * @param workspace where it runs and its log goes
	 * @param port where it listens
	 * @param path what it answers once it is up
	 */
	Server(String name, Workspace workspace, int port, String path) {
		this.name = name;
		this.workspace = workspace;
		this.port = port;
		this.path = path;
	}

	static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Starts it and waits until it answers.
	 * @param command the command line
	 * @return the seconds from the start of the process to the first answer
	 */
	double start(List<String> command) {
		long begin = System.nanoTime();
		this.workspace.start(() -> launch(command, false), this::kill);
		while (!answers()) {
			if (!running().isAlive() || System.nanoTime() - begin > LIMIT.toNanos()) {
				throw new IllegalStateException(this.name + " did not start. Its log ends:\n" + tail());
			}
			LockSupport.parkNanos(POLL_NANOS);
		}
		return (System.nanoTime() - begin) / 1e9;
	}

	/**
	 * Starts it with its standard input and output in our hands.
	 * @param command the command line
	 * @return the process
	 */
	Process startConversation(List<String> command) {
		this.workspace.start(() -> launch(command, true), this::kill);
		return running();
	}

	/**
	 * Ends it in order.
	 */
	void stop() {
		running().destroy();
		await(running());
	}

	int port() {
		return this.port;
	}

	long pid() {
		return running().pid();
	}

	/**
	 * Returns the memory it holds.
	 * @return the resident set in MiB; 0 where the system does not tell
	 */
	double residentMebibytes() {
		Path status = Path.of("/proc", Long.toString(pid()), "status");
		if (!Files.isReadable(status)) {
			return 0;
		}
		return read(status).lines()
			.filter((line) -> line.startsWith("VmRSS:"))
			.mapToDouble((line) -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
			.sum();
	}

	/**
	 * Returns what lives in its heap, if it is a Java process.
	 * @return the bytes in use after a full collection
	 */
	long heapBytes() {
		ask("GC.run");
		Matcher heap = HEAP_USED.matcher(ask("GC.heap_info"));
		if (!heap.find()) {
			throw new IllegalStateException(this.name + " does not tell the size of its heap");
		}
		return Long.parseLong(heap.group(1)) * 1024;
	}

	String tail() {
		String log = read(log());
		return log.substring(Math.max(0, log.length() - TAIL));
	}

	private void launch(List<String> command, boolean conversation) {
		ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command))
			.directory(this.workspace.folder().toFile())
			.redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()))
			.redirectOutput(
					conversation ? ProcessBuilder.Redirect.PIPE : ProcessBuilder.Redirect.appendTo(log().toFile()));
		builder.environment()
			.keySet()
			.removeIf((variable) -> variable.startsWith("SPRING_") || variable.startsWith("WEGRANT_"));
		try {
			this.process = builder.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private boolean answers() {
		try {
			HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + this.port + this.path)
				.toURL()
				.openConnection();
			connection.setConnectTimeout(1000);
			connection.setReadTimeout(10_000);
			boolean up = connection.getResponseCode() < 500;
			connection.disconnect();
			return up;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private String ask(String question) {
		Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
		try {
			Process asking = new ProcessBuilder(jcmd.toString(), Long.toString(pid()), question)
				.redirectErrorStream(true)
				.start();
			String answer = new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			await(asking);
			return answer;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void kill() {
		Process current = this.process;
		if (current != null) {
			current.destroyForcibly();
			await(current);
		}
	}

	private Process running() {
		Process current = this.process;
		if (current == null) {
			throw new IllegalStateException(this.name + " was not started");
		}
		return current;
	}

	private void await(Process ending) {
		try {
			if (!ending.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
				throw new IllegalStateException(this.name + " did not end");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private Path log() {
		return this.workspace.folder().resolve(this.name + ".log");
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
