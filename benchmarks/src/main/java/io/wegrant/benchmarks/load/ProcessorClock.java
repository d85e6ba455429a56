package io.wegrant.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tells how much processor time processes have used, all their threads and the kernel's
 * work for them included. What else runs on the machine does not count.
 */
final class ProcessorClock {

	/** Linux reports to programs in hundredths of a second, whatever it counts in. */
	private static final double TICKS_PER_SECOND = 100;

	private static final int USER = 11;

	private static final int SYSTEM = 12;

	/** What the Java runtime calls these threads, as far as Linux remembers names. */
	private static final Pattern COMPILER = Pattern.compile("\\(C[12] Compiler");

	private final List<Long> processes;

	ProcessorClock(List<Long> processes) {
		this.processes = processes;
	}

	/**
	 * Reads it.
	 * @return for each process the seconds since its start
	 */
	List<Double> read() {
		return this.processes.stream().map(ProcessorClock::seconds).toList();
	}

	/**
	 * Reads how much of it the JIT compilers took.
	 * @return for all processes together, the seconds since their start; not a number
	 * where the system does not tell
	 */
	double readCompilers() {
		return this.processes.stream().mapToDouble(ProcessorClock::compilerSeconds).sum();
	}

	private static double compilerSeconds(long process) {
		Path tasks = Path.of("/proc", Long.toString(process), "task");
		if (!Files.isDirectory(tasks)) {
			return Double.NaN;
		}
		try (Stream<Path> each = Files.list(tasks)) {
			return each.mapToDouble(ProcessorClock::secondsOfCompiler).sum();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static double secondsOfCompiler(Path task) {
		try {
			String line = Files.readString(task.resolve("stat"));
			return COMPILER.matcher(line).find() ? parse(line) : 0;
		}
		catch (IOException ex) {
			if (Files.exists(task)) {
				throw new UncheckedIOException(ex);
			}
			// A thread that has ended since, which compilers do not here.
			return 0;
		}
	}

	private static double seconds(long process) {
		Path stat = Path.of("/proc", Long.toString(process), "stat");
		try {
			return Files.isReadable(stat) ? parse(Files.readString(stat)) : handle(process);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Reads a line of {@code /proc/<pid>/stat}, see proc(5). The name of the program, in
	 * parentheses, may contain anything.
	 * @param line the line
	 * @return the seconds in user and kernel mode
	 */
	static double parse(String line) {
		List<String> fields = List.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
		return (Long.parseLong(fields.get(USER)) + Long.parseLong(fields.get(SYSTEM))) / TICKS_PER_SECOND;
	}

	private static double handle(long process) {
		return ProcessHandle.of(process)
			.flatMap((handle) -> handle.info().totalCpuDuration())
			.map(Duration::toNanos)
			.map((nanos) -> nanos / 1e9)
			.orElseThrow(() -> new IllegalStateException("The system does not tell the processor time of " + process));
	}

}
