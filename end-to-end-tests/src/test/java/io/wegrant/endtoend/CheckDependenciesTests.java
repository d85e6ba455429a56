package io.wegrant.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code scripts/check-dependencies}, with applications that are made up.
 */
class CheckDependenciesTests {

	private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final String FAULT = "org.example:parser\t[1.0,1.4)\tCVE-2026-10001\t1.4";

	private static final String EXCEPTION = FAULT + "\tnothing of it is parsed";

	@TempDir
	private Path folder;

	private Path jar;

	private Path list;

	@BeforeEach
	void nameFiles() {
		this.jar = this.folder.resolve("application.jar");
		this.list = this.folder.resolve("faults.tsv");
	}

	@Test
	@DisplayName("X10: a library with a known fault is found, and what mends it is told")
	void checkWhenVersionIsAffectedThenFails() throws Exception {
		carry("org.example:parser:1.3.9", "org.example:other:1.0");

		Outcome outcome = check(FAULT);

		assertThat(outcome.status()).isEqualTo(1);
		assertThat(outcome.errors())
			.containsExactly(this.jar + ": org.example:parser 1.3.9 has CVE-2026-10001, which is mended in 1.4");
	}

	@Test
	@DisplayName("X10: a library in which the fault is mended passes")
	void checkWhenVersionIsMendedThenPasses() throws Exception {
		carry("org.example:parser:1.4", "org.example:other:1.0");

		Outcome outcome = check("# A comment, and a line without anything.", "", FAULT);

		assertThat(outcome.status()).isZero();
		assertThat(outcome.errors()).isEmpty();
		assertThat(outcome.output()).containsExactly(this.jar + ": 2 libraries held against 1 faults");
	}

	@Test
	@DisplayName("X10: an exception lets an affected library pass, and its reason is told")
	void checkWhenFaultIsExceptedThenPasses() throws Exception {
		carry("org.example:parser:1.3.9");

		Outcome outcome = check(EXCEPTION);

		assertThat(outcome.status()).isZero();
		assertThat(outcome.output()).last().asString().endsWith("excepted: nothing of it is parsed");
	}

	@Test
	@DisplayName("X10: an exception that is no longer needed is found")
	void checkWhenExceptionIsStaleThenFails() throws Exception {
		carry("org.example:parser:1.4");

		Outcome outcome = check("# One line before it.", EXCEPTION);

		assertThat(outcome.status()).isEqualTo(1);
		assertThat(outcome.errors()).singleElement()
			.asString()
			.startsWith(this.list + ":2: no jar carries org.example:parser with CVE-2026-10001 any more");
	}

	@Test
	@DisplayName("X10: lines that cannot be read are found")
	void checkWhenLinesCannotBeReadThenFails() throws Exception {
		carry("org.example:parser:1.4");
		List<String> broken = List.of("org.example:parser\t[1.0,1.4)\tCVE-2026-10002",
				"org.example:parser\t[1.0,1.4)\tCVE-2026-10002\t1.4\ta reason\tand one more",
				"org.example:parser\t[1.0,1.4)\tCVE-2026-10002\t1.4\t ",
				"org.example parser\t[1.0,1.4)\tCVE-2026-10002\t1.4",
				"org.example:parser\t1.0 to 1.4\tCVE-2026-10002\t1.4",
				"org.example:parser\t[1.0,1.4\tCVE-2026-10002\t1.4",
				"org.example:parser\t[1.4,1.0)\tCVE-2026-10002\t1.5", "org.example:parser\t[1.0,1.4)\tCVE-26-1\t1.4",
				"org.example:parser\t[1.0,1.4)\tCVE-2026-10002\t1.3",
				"org.example:parser\t[1.0,1.4)\tCVE-2026-10002\tsoon",
				"org.example:parser\t[1.0,1.4)\tCVE-2026-10002\t-", "org.example:parser [1.0,1.4) CVE-2026-10002 1.4",
				FAULT);

		Outcome outcome = check(Stream.concat(Stream.of(FAULT), broken.stream()).toArray(String[]::new));

		assertThat(outcome.status()).isEqualTo(1);
		assertThat(outcome.errors()).hasSameSizeAs(broken);
		for (int i = 0; i < broken.size(); i++) {
			assertThat(outcome.errors().get(i)).as(broken.get(i)).startsWith(this.list + ":" + (i + 2) + ": ");
		}
	}

	@Test
	@DisplayName("X10: versions are compared in Maven's order")
	void checkWhenVersionsThenAffectedInMavensOrder() throws Exception {
		List<String> affected = List.of("1.0", "1.0.0.RELEASE", "1.3.10", "1.4-M1", "1.4-SNAPSHOT", "1.4-rc.1");
		List<String> others = List.of("0.9", "1.0-beta2", "1.10", "1.4.0", "1.4.0.1", "1.4.Final", "2.0");
		carry(Stream.concat(affected.stream(), others.stream())
			.map((version) -> "org.example:parser:" + version)
			.toArray(String[]::new));

		assertThat(check(FAULT).errors()).map((line) -> line.replaceAll(".*parser | has .*", ""))
			.containsExactlyInAnyOrderElementsOf(affected);
	}

	@Test
	@DisplayName("X10: a library that the bill of materials does not name is found")
	void checkWhenJarHoldsMoreThanItsBillThenFails() throws Exception {
		carry("org.example:other:1.0");
		add("BOOT-INF/lib/parser-1.3.9.jar");

		Outcome outcome = check(FAULT);

		assertThat(outcome.status()).isEqualTo(1);
		assertThat(outcome.errors()).singleElement().asString().contains("does not name parser-1.3.9.jar");
	}

	@Test
	@DisplayName("X10: a jar that is missing, or has no bill of materials, is found")
	void checkWhenThereIsNoBillThenFails() throws Exception {
		Outcome missing = check(FAULT);
		add("BOOT-INF/lib/parser-1.4.jar");
		Outcome without = check(FAULT);

		assertThat(missing.status()).isEqualTo(1);
		assertThat(missing.errors()).singleElement().asString().contains("is missing");
		assertThat(without.status()).isEqualTo(1);
		assertThat(without.errors()).singleElement().asString().contains("META-INF/sbom/application.cdx.json");
	}

	@Test
	@DisplayName("X10: the list of this repository can be read, and catches the Tomcat that Spring Boot 4.1.1 brings")
	void checkWhenTomcatIsOldThenListOfRepositoryHasIt() throws Exception {
		carry("org.apache.tomcat.embed:tomcat-embed-core:11.0.24",
				"org.springframework.boot:spring-boot-actuator:4.1.1");
		Files.copy(ROOT.resolve("deploy").resolve("known-faults.tsv"), this.list);

		Outcome outcome = check();

		assertThat(outcome.status()).isEqualTo(1);
		assertThat(outcome.errors()).isNotEmpty()
			.allMatch((line) -> line.startsWith(this.jar + ": org.apache.tomcat.embed:tomcat-embed-core 11.0.24 has "));
	}

	/** Makes an application of libraries, each a group, an artifact and a version. */
	private void carry(String... libraries) throws IOException {
		List<String> components = new ArrayList<>();
		List<String> files = new ArrayList<>();
		for (String library : libraries) {
			String[] parts = library.split(":");
			components.add("{\"name\" : \"" + parts[1] + "\", \"purl\" : \"pkg:maven/" + parts[0] + "/" + parts[1] + "@"
					+ parts[2] + "?type=jar\"}");
			files.add("BOOT-INF/lib/" + parts[1] + "-" + parts[2] + ".jar");
		}
		String bill = components.stream()
			.collect(Collectors.joining(",\n", "{\"bomFormat\" : \"CycloneDX\", \"components\" : [", "]}"));
		try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(this.jar))) {
			out.putNextEntry(new JarEntry("META-INF/sbom/application.cdx.json"));
			out.write(bill.getBytes(StandardCharsets.UTF_8));
			for (String file : files) {
				out.putNextEntry(new JarEntry(file));
			}
		}
	}

	/** Adds an empty entry, to a jar without anything if there is none. */
	private void add(String entry) throws IOException {
		Path added = this.folder.resolve("added.jar");
		try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(added))) {
			if (Files.exists(this.jar)) {
				try (JarFile before = new JarFile(this.jar.toFile())) {
					for (JarEntry old : before.stream().toList()) {
						out.putNextEntry(new JarEntry(old.getName()));
						before.getInputStream(old).transferTo(out);
					}
				}
			}
			out.putNextEntry(new JarEntry(entry));
		}
		Files.move(added, this.jar, StandardCopyOption.REPLACE_EXISTING);
	}

	private Outcome check(String... lines) throws IOException, InterruptedException {
		if (lines.length > 0) {
			Files.write(this.list, List.of(lines));
		}
		Path output = this.folder.resolve("output");
		Path errors = this.folder.resolve("errors");
		ProcessBuilder builder = new ProcessBuilder("bash", ROOT.resolve("scripts/check-dependencies").toString(),
				"--faults", this.list.toString(), this.jar.toString())
			.redirectOutput(output.toFile())
			.redirectError(errors.toFile());
		builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
		int status = builder.start().waitFor();
		return new Outcome(status, Files.readAllLines(output), Files.readAllLines(errors));
	}

	private record Outcome(int status, List<String> output, List<String> errors) {
	}

}
