package io.wegrant.endtoend.stage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A section of a document of the project, with the code that it shows.
 */
final class MarkdownSection {

	private static final Pattern BLOCK = Pattern.compile("^```(\\w+)\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

	private final String heading;

	private final List<Block> blocks = new ArrayList<>();

	/**
	 * Reads a section.
	 * @param document the file, from the root of the repository
	 * @param heading its heading, without the marks of its level
	 */
	MarkdownSection(Path document, String heading) {
		this.heading = heading;
		String text = Folders.read(Path.of("..").resolve(document));
		Matcher begin = Pattern.compile("^#+ " + Pattern.quote(heading) + "\n", Pattern.MULTILINE).matcher(text);
		if (!begin.find()) {
			throw new IllegalArgumentException(document + " has no section " + heading);
		}
		Matcher block = BLOCK.matcher(text);
		Matcher next = Pattern.compile("^#{2,6} ", Pattern.MULTILINE).matcher(text);
		int end = nextHeading(text, next, block, begin.end());
		block.region(begin.end(), end);
		while (block.find()) {
			this.blocks.add(new Block(block.group(1), block.group(2)));
		}
	}

	private static int nextHeading(String text, Matcher next, Matcher block, int from) {
		int end = next.find(from) ? next.start() : text.length();
		// A comment within code may look like a heading.
		block.region(from, text.length());
		while (block.find() && block.start() < end) {
			if (end < block.end()) {
				end = next.find(block.end()) ? next.start() : text.length();
			}
		}
		return end;
	}

	/**
	 * Returns code that the section shows.
	 * @param language what the code is marked as
	 * @param beginning how it begins
	 * @return the code
	 */
	String code(String language, String beginning) {
		return this.blocks.stream()
			.filter((block) -> block.language.equals(language) && block.code.startsWith(beginning))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException(
					"No code in " + language + " beginning with " + beginning + " below " + this.heading))
			.code();
	}

	private record Block(String language, String code) {
	}

}
