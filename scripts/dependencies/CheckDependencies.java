import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares the bills of materials of packaged applications with a list of known faults.
 * The first argument is the list, the others are the jars. It ends with 1 if anything is
 * wrong, and tells all of it.
 */
final class CheckDependencies {

	private static final String BILL = "META-INF/sbom/application.cdx.json";

	/** Only components have a purl; what depends on what is told by other names. */
	private static final Pattern PURL = Pattern
		.compile("\"purl\"\\s*:\\s*\"pkg:maven/([^/\"]+)/([^@\"]+)@([^?\"]+)(?:\\?(?:classifier=([^&\"]+))?[^\"]*)?\"");

	/** Put there by Spring Boot, with the version of its own. */
	private static final Pattern TOOLS = Pattern.compile("spring-boot-jarmode-tools-.*");

	private final List<String> problems = new ArrayList<>();

	public static void main(String[] arguments) throws IOException {
		CheckDependencies check = new CheckDependencies();
		check.compare(Path.of(arguments[0]), Arrays.stream(arguments).skip(1).map(Path::of).toList());
		check.problems.forEach(System.err::println);
		System.exit(check.problems.isEmpty() ? 0 : 1);
	}

	private void compare(Path list, List<Path> jars) throws IOException {
		List<Fault> faults = faults(list);
		Set<Fault> needed = new HashSet<>();
		for (Path jar : jars) {
			Set<Library> libraries = libraries(jar);
			System.out.printf(Locale.ROOT, "%s: %d libraries held against %d faults%n", jar, libraries.size(),
					faults.size());
			for (Library library : libraries) {
				for (Fault fault : faults) {
					if (!fault.affects(library)) {
						continue;
					}
					if (fault.exception().isEmpty()) {
						this.problems.add(String.format(Locale.ROOT, "%s: %s has %s, which is mended in %s", jar, library,
								fault.identifier(), fault.mended()));
					}
					else if (needed.add(fault)) {
						System.out.printf(Locale.ROOT, "%s: %s has %s, excepted: %s%n", jar, library,
								fault.identifier(), fault.exception());
					}
				}
			}
		}
		for (Fault fault : faults) {
			if (!fault.exception().isEmpty() && !needed.contains(fault)) {
				this.problems.add(String.format(Locale.ROOT, "%s:%d: no jar carries %s with %s any more: delete the reason", list,
						fault.line(), fault.name(), fault.identifier()));
			}
		}
	}

	private List<Fault> faults(Path list) throws IOException {
		List<Fault> faults = new ArrayList<>();
		Set<String> seen = new HashSet<>();
		List<String> lines = Files.readAllLines(list);
		for (int i = 0; i < lines.size(); i++) {
			if (lines.get(i).isBlank() || lines.get(i).startsWith("#")) {
				continue;
			}
			try {
				Fault fault = Fault.read(i + 1, lines.get(i));
				if (!seen.add(fault.name() + " " + fault.identifier())) {
					throw new IllegalArgumentException("it is there twice");
				}
				faults.add(fault);
			}
			catch (IllegalArgumentException ex) {
				this.problems.add(String.format(Locale.ROOT, "%s:%d: %s", list, i + 1, ex.getMessage()));
			}
		}
		if (faults.isEmpty()) {
			this.problems.add(list + ": it has no faults");
		}
		return faults;
	}

	private Set<Library> libraries(Path path) throws IOException {
		Set<Library> libraries = new TreeSet<>();
		if (Files.notExists(path)) {
			this.problems.add(path + ": it is missing. ./mvnw package makes it");
			return libraries;
		}
		try (JarFile jar = new JarFile(path.toFile())) {
			JarEntry bill = jar.getJarEntry(BILL);
			if (bill == null) {
				this.problems.add(path + ": it has no " + BILL + ". ./mvnw package makes it");
				return libraries;
			}
			Set<String> files = new HashSet<>();
			try (InputStream in = jar.getInputStream(bill)) {
				Matcher purls = PURL.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
				purls.results().map(Library::of).forEach((library) -> {
					libraries.add(library);
					files.add(library.file());
				});
			}
			jar.stream()
				.map(JarEntry::getName)
				.filter((name) -> name.startsWith("BOOT-INF/lib/") && name.endsWith(".jar"))
				.map((name) -> name.substring("BOOT-INF/lib/".length()))
				.filter((name) -> !files.contains(name) && !TOOLS.matcher(name).matches())
				.forEach((name) -> this.problems
					.add(path + ": its bill does not name " + name + ". ./mvnw package makes another"));
		}
		return libraries;
	}

	private record Library(String name, String version, String file) implements Comparable<Library> {

		static Library of(MatchResult purl) {
			String artifact = decoded(purl.group(2));
			String version = decoded(purl.group(3));
			String classifier = (purl.group(4) != null) ? "-" + decoded(purl.group(4)) : "";
			return new Library(decoded(purl.group(1)) + ":" + artifact, version,
					artifact + "-" + version + classifier + ".jar");
		}

		private static String decoded(String text) {
			return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
		}

		@Override
		public int compareTo(Library other) {
			return toString().compareTo(other.toString());
		}

		@Override
		public String toString() {
			return this.name + " " + this.version;
		}

	}

	private record Fault(int line, String name, List<Range> affected, String identifier, String mended,
			String exception) {

		private static final Pattern NAME = Pattern.compile("[\\w.-]+:[\\w.-]+");

		private static final Pattern IDENTIFIER = Pattern.compile("CVE-\\d{4}-\\d{4,}|GHSA(-[2-9cfghjmpqrvwx]{4}){3}");

		private static final String NOWHERE = "-";

		static Fault read(int line, String text) {
			String[] columns = text.split("\t", -1);
			require(columns.length == 4 || columns.length == 5, "it has " + columns.length
					+ " columns, not four or five");
			String exception = (columns.length == 5) ? columns[4].strip() : "";
			require(columns.length == 4 || !exception.isEmpty(), "the reason is empty");
			require(NAME.matcher(columns[0]).matches(), columns[0] + " is not a group and an artifact");
			require(IDENTIFIER.matcher(columns[2]).matches(), columns[2] + " is neither a CVE nor a GHSA");
			Fault fault = new Fault(line, columns[0], Arrays.stream(columns[1].split(" ")).map(Range::read).toList(),
					columns[2], columns[3], exception);
			if (columns[3].equals(NOWHERE)) {
				require(!exception.isEmpty(), "it is not mended, and there is no reason to carry it");
			}
			else {
				Version mended = Version.read(columns[3]);
				require(fault.affected().stream().noneMatch((range) -> range.contains(mended)),
						columns[3] + " is affected, and so mends nothing");
			}
			return fault;
		}

		boolean affects(Library library) {
			if (!library.name().equals(this.name)) {
				return false;
			}
			Version version = Version.read(library.version());
			return this.affected.stream().anyMatch((range) -> range.contains(version));
		}

	}

	/** From the first version, to the last or to the first that is not in it, as Maven writes it. */
	private record Range(Version first, Version end, boolean endsWith) {

		private static final Pattern FORM = Pattern.compile("\\[([^,\\[\\])]+),([^,\\[\\])]+)([\\])])");

		static Range read(String text) {
			Matcher form = FORM.matcher(text);
			require(form.matches(), text + " is not a range of versions");
			Range range = new Range(Version.read(form.group(1)), Version.read(form.group(2)),
					form.group(3).equals("]"));
			int order = range.first().compareTo(range.end());
			require(order < 0 || (order == 0 && range.endsWith()), text + " is empty");
			return range;
		}

		boolean contains(Version version) {
			int end = version.compareTo(this.end);
			return version.compareTo(this.first) >= 0 && (end < 0 || (end == 0 && this.endsWith));
		}

	}

	/** A version in Maven's order: numbers, and words of which some come before the release. */
	private record Version(List<String> parts) implements Comparable<Version> {

		private static final Pattern FORM = Pattern.compile("\\d+([._-]?[A-Za-z0-9]+)*");

		private static final Pattern PART = Pattern.compile("\\d+|[a-z]+");

		private static final List<String> WORDS = List.of("alpha", "beta", "milestone", "rc", "snapshot", "", "sp");

		static Version read(String text) {
			require(FORM.matcher(text).matches(), text + " is not a version");
			return new Version(PART.matcher(text.toLowerCase(Locale.ROOT)).results().map(MatchResult::group).toList());
		}

		@Override
		public int compareTo(Version other) {
			int order = 0;
			for (int i = 0; order == 0 && i < Math.max(this.parts.size(), other.parts.size()); i++) {
				order = compare(part(i), other.part(i));
			}
			return order;
		}

		private String part(int index) {
			return (index < this.parts.size()) ? this.parts.get(index) : "";
		}

		private static int compare(String one, String other) {
			if (isNumber(one) || isNumber(other)) {
				boolean word = !isNumber(one) && !one.isEmpty() || !isNumber(other) && !other.isEmpty();
				return word ? Boolean.compare(isNumber(one), isNumber(other)) : Long.compare(number(one), number(other));
			}
			int order = Integer.compare(rank(one), rank(other));
			return (order != 0 || rank(one) < WORDS.size()) ? order : one.compareTo(other);
		}

		private static boolean isNumber(String part) {
			return !part.isEmpty() && Character.isDigit(part.charAt(0));
		}

		private static long number(String part) {
			return part.isEmpty() ? 0 : Long.parseLong(part);
		}

		private static int rank(String word) {
			int rank = WORDS.indexOf(switch (word) {
				case "a" -> "alpha";
				case "b" -> "beta";
				case "m" -> "milestone";
				case "cr" -> "rc";
				case "final", "ga", "release" -> "";
				default -> word;
			});
			return (rank >= 0) ? rank : WORDS.size();
		}

	}

	private static void require(boolean holds, String otherwise) {
		if (!holds) {
			throw new IllegalArgumentException(otherwise);
		}
	}

}
