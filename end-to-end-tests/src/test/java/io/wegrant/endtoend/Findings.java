package io.wegrant.endtoend;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What was not as it should be in a story of many rounds: how often, with some examples.
 * A story goes on after a fault, so that one run tells of all of them.
 */
final class Findings {

	private static final int EXAMPLES = 3;

	private static final int LONGEST_EXAMPLE = 300;

	private final Map<String, List<String>> byKind = new ConcurrentSkipListMap<>();

	void add(String kind, String example) {
		String line = example.replace('\n', ' ');
		this.byKind.computeIfAbsent(kind, (key) -> new CopyOnWriteArrayList<>())
			.add(line.substring(0, Math.min(line.length(), LONGEST_EXAMPLE)));
	}

	void assertNone() {
		assertThat(this.byKind.keySet()).as(toString()).isEmpty();
	}

	@Override
	public String toString() {
		if (this.byKind.isEmpty()) {
			return "nothing wrong";
		}
		return this.byKind.entrySet()
			.stream()
			.map((kind) -> String.format(Locale.ROOT, "%s: %d times, such as %s", kind.getKey(), kind.getValue().size(),
					kind.getValue().stream().distinct().limit(EXAMPLES).collect(Collectors.joining(" | "))))
			.collect(Collectors.joining("\n  ", "WRONG\n  ", ""));
	}

}
