package io.wegrant.benchmarks;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import io.wegrant.benchmarks.Options.Effect;
import io.wegrant.benchmarks.figures.Machine;
import io.wegrant.benchmarks.figures.Plot;
import io.wegrant.benchmarks.figures.Report;
import io.wegrant.benchmarks.figures.Results;
import io.wegrant.benchmarks.load.Scenario;

/**
 * The measuring side as a program: see {@code scripts/benchmark}. It runs in the root of
 * the repository, writes what it measured to {@code benchmarks/target/results} and prints
 * it as tables.
 */
public final class Benchmark {

	private static final int FEW = 10_000;

	private static final int[] MORE = { 100_000, 1_000_000 };

	private static final Set<Scenario> BY_SESSIONS = EnumSet.of(Scenario.REFRESH, Scenario.INTROSPECTION);

	private final Options options;

	private final Workspace workspace;

	private final PrintStream console;

	private Benchmark(Options options, Workspace workspace, PrintStream console) {
		this.options = options;
		this.workspace = workspace;
		this.console = console;
	}

	/**
	 * Measures.
	 * @param arguments see {@code scripts/benchmark --help}
	 * @throws IOException if files cannot be written
	 */
	public static void main(String[] arguments) throws IOException {
		// Figures are written the same everywhere.
		Locale.setDefault(Locale.ROOT);
		System.setProperty("logback.configurationFile", "io/wegrant/benchmarks/logback.xml");
		Workspace workspace = Workspace.create();
		PrintStream console = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
		try {
			new Benchmark(Options.parse(arguments), workspace, console).run();
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			workspace.keep();
			console.println("benchmark: " + ex.getMessage());
			console.println("The logs are in " + workspace.folder());
			System.exit(1);
		}
		System.exit(0);
	}

	private void run() throws IOException {
		Installation installation = new Installation(Path.of("").toAbsolutePath(),
				Path.of(System.getProperty("java.home")));
		this.console.println("Measuring. Logs: " + this.workspace.folder());
		Run run = new Run(this.options, installation, this.workspace, this.console);
		try {
			for (Database.Kind kind : this.options.databases()) {
				compare(run, kind);
			}
		}
		finally {
			// What was measured before a failure took long, too.
			tell(run.results(machine()));
		}
	}

	private void tell(Results results) throws IOException {
		if (!results.databases().isEmpty()) {
			write(results);
			this.console.println();
			this.console.println(new Report(results));
		}
	}

	private void compare(Run run, Database.Kind kind) {
		try (Database database = Database.start(kind, this.workspace)) {
			run.compare(database, FEW, EnumSet.allOf(Scenario.class), this.options.effects());
			if (this.options.all()) {
				for (int sessions : MORE) {
					run.compare(database, sessions, BY_SESSIONS, EnumSet.noneOf(Effect.class));
				}
			}
		}
	}

	private void write(Results results) throws IOException {
		String name = String.format(Locale.ROOT, "java-%s-%s-%s", results.machine().java(),
				this.options.all() ? "all" : "quick", String.join("-", results.databases()));
		Path folder = Files.createDirectories(Path.of("benchmarks", "target", "results"));
		JsonMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
		Files.writeString(folder.resolve(name + ".json"), json.writeValueAsString(results));
		Files.writeString(folder.resolve(name + ".svg"), new Plot(results).draw());
		this.console.println("Results: " + folder.resolve(name) + ".json and .svg");
	}

	private Machine machine() throws IOException {
		Path processors = Path.of("/proc/cpuinfo");
		String model = Files.isReadable(processors) ? model(processors) : System.getProperty("os.arch");
		return new Machine(Runtime.getRuntime().availableProcessors(), model,
				System.getProperty("os.name") + " " + System.getProperty("os.arch"), javaVersion(),
				LocalDate.now(Clock.systemUTC()).toString());
	}

	private static String model(Path processors) throws IOException {
		try (Stream<String> lines = Files.lines(processors)) {
			return lines.filter((line) -> line.toLowerCase(Locale.ROOT).startsWith("model name"))
				.map((line) -> line.substring(line.indexOf(':') + 1).strip())
				.findFirst()
				.orElse(System.getProperty("os.arch"));
		}
	}

	// The release file is there in every JDK.
	private String javaVersion() throws IOException {
		Properties release = new Properties();
		try (var reader = Files.newBufferedReader(Path.of(System.getProperty("java.home")).resolve("release"))) {
			release.load(reader);
		}
		return release.getProperty("JAVA_VERSION", "unknown").replace("\"", "");
	}

}
