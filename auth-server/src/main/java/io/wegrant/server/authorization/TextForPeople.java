package io.wegrant.server.authorization;

import java.util.regex.Pattern;

/**
 * Text that one person or program sends and another person reads, in a list, a log or a
 * table. What it must not have is what makes it look like something else: control
 * characters, halves of surrogate pairs, line and paragraph separators, and what turns
 * the direction of the text that follows around.
 */
public final class TextForPeople {

	private static final String UNWANTED = "\\p{Cs}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069";

	private static final Pattern UNWANTED_IN_LINE = Pattern.compile("[\\p{Cc}" + UNWANTED + "]");

	private static final Pattern UNWANTED_IN_LINES = Pattern.compile("[\\p{Cc}&&[^\\n]]|[" + UNWANTED + "]");

	/** What names of people may have, and a name that a program makes has no use for. */
	private static final Pattern MARKS = Pattern.compile("[\\u061C\\u200E\\u200F]");

	private TextForPeople() {
	}

	/**
	 * Tells whether a text is good as one line.
	 * @param text the text
	 * @return whether it is
	 */
	public static boolean isLine(String text) {
		return !UNWANTED_IN_LINE.matcher(text).find();
	}

	/**
	 * Tells whether a text is good as lines with {@code \n} between.
	 * @param text the text
	 * @return whether it is
	 */
	public static boolean isLines(String text) {
		return !UNWANTED_IN_LINES.matcher(text).find();
	}

	/**
	 * Tells whether a text is good as the name of a thing: a line without marks of
	 * direction.
	 * @param text the text
	 * @return whether it is
	 */
	public static boolean isLabel(String text) {
		return isLine(text) && !MARKS.matcher(text).find();
	}

}
