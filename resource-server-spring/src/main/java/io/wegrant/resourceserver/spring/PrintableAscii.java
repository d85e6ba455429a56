package io.wegrant.resourceserver.spring;

import java.util.function.Predicate;

/**
 * Passes texts of printable ASCII, and leaves others to a rule that costs more. Tokens
 * are such texts, hundreds of characters long, and Spring's firewall would look up each
 * of them in Unicode's tables.
 *
 * @param others the rule for texts with other characters; it must not refuse the
 * printable ones
 */
record PrintableAscii(Predicate<String> others) implements Predicate<String> {

	@Override
	public boolean test(String text) {
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			if (character < ' ' || character > '~') {
				return this.others.test(text);
			}
		}
		return true;
	}

}
