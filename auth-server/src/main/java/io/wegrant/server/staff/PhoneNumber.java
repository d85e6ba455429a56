package io.wegrant.server.staff;

import java.util.Optional;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;

/**
 * A phone number.
 */
public final class PhoneNumber {

	private static final int MAX_LENGTH = 32;

	private static final int SHOWN = 2;

	private final String e164;

	private PhoneNumber(String e164) {
		this.e164 = e164;
	}

	/**
	 * Reads a number in its international form. Whether its range was given out already
	 * is not looked at: operators get new ranges before anybody's tables know of them.
	 * @param text the number, with plus sign and country code; blanks, hyphens and
	 * brackets do not matter
	 * @return the number, or empty if no number looks like this
	 */
	public static Optional<PhoneNumber> parse(String text) {
		if (text.length() > MAX_LENGTH || !text.matches("\\+[0-9 ()-]+")) {
			return Optional.empty();
		}
		PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
		try {
			var number = numbers.parse(text, null);
			return numbers.isPossibleNumber(number)
					? Optional.of(new PhoneNumber(numbers.format(number, PhoneNumberFormat.E164))) : Optional.empty();
		}
		catch (NumberParseException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Wraps a number that was parsed before it was stored. Numbering plans change: what
	 * was a number once is not asked again.
	 * @param e164 the number in the form of E.164
	 * @return the number
	 */
	static PhoneNumber stored(String e164) {
		return new PhoneNumber(e164);
	}

	/**
	 * Returns the number in the form of E.164.
	 * @return plus sign, country code and national number, without anything between
	 */
	public String e164() {
		return this.e164;
	}

	/**
	 * Returns what may be shown to someone who need not learn the number.
	 * @return the number with an asterisk for each digit but the last two
	 */
	public String masked() {
		int hidden = this.e164.length() - 1 - SHOWN;
		return "+" + "*".repeat(hidden) + this.e164.substring(1 + hidden);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof PhoneNumber that && this.e164.equals(that.e164);
	}

	@Override
	public int hashCode() {
		return this.e164.hashCode();
	}

	@Override
	public String toString() {
		return "PhoneNumber[redacted]";
	}

}
