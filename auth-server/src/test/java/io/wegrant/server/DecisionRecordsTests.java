package io.wegrant.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the decision records with the form that they should have, and with their list.
 */
class DecisionRecordsTests {

	private static final Path FOLDER = Documents.ROOT.resolve("docs").resolve("adr");

	private static final Pattern HEAD = Pattern.compile("""
			# (?<number>\\d{4}): (?<title>.+)

			- Status: (?<status>accepted|amended|superseded by \\d{4})(?:[ :].+)?
			- Date: (?<date>\\d{4}-\\d{2}-\\d{2})
			""");

	@ParameterizedTest
	@MethodSource("records")
	void readWhenRecordThenHasStatusDateAndAlternatives(Path record) throws IOException {
		String text = Documents.text(record);

		assertThat(HEAD.matcher(text).lookingAt()).isTrue();
		assertThat(text).containsSubsequence("\n## Context\n", "\n## Decision\n", "\n## Alternatives\n");
	}

	@Test
	void readWhenRecordsAreListedThenAsTheyAre() throws IOException {
		List<String> rows = Files.readAllLines(FOLDER.resolve("README.md"))
			.stream()
			.filter((line) -> line.startsWith("| ["))
			.toList();

		assertThat(rows).isNotEmpty().containsExactlyElementsOf(records().map(DecisionRecordsTests::row).toList());
	}

	private static Stream<Path> records() throws IOException {
		return Documents.all()
			.stream()
			.filter((document) -> document.getParent().equals(FOLDER))
			.filter((document) -> !document.endsWith("README.md"))
			.sorted();
	}

	private static String row(Path record) {
		Matcher head = head(record);
		return String.format(Locale.ROOT, "| [%s](%s) | %s | %s | %s |", head.group("number"), record.getFileName(),
				head.group("title"), head.group("status"), head.group("date"));
	}

	private static Matcher head(Path record) {
		try {
			Matcher head = HEAD.matcher(Documents.text(record));
			assertThat(head.lookingAt()).as(Documents.name(record)).isTrue();
			assertThat(record.getFileName().toString()).startsWith(head.group("number") + "-");
			return head;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
