package io.wegrant.simulator.directory;

import org.springframework.util.Assert;

/**
 * A person with a WeChat account and a phone.
 *
 * @param name the name under which tests know the person
 * @param countryCode the country calling code, without a plus sign
 * @param phoneNumber the national number, without the country calling code
 */
public record Person(String name, String countryCode, String phoneNumber) {

	/**
	 * The country calling code of mainland China.
	 */
	public static final String CHINA = "86";

	/**
	 * Checks the values.
	 */
	public Person {
		Assert.hasText(name, "name is missing");
		Assert.isTrue(name.length() <= 64, "name is longer than 64 characters");
		Assert.hasText(countryCode, "countryCode is missing");
		Assert.hasText(phoneNumber, "phoneNumber is missing");
		Assert.isTrue(countryCode.matches("[1-9]\\d{0,2}"), "countryCode is not a country calling code");
		Assert.isTrue(phoneNumber.matches("\\d{4,14}"), "phoneNumber is not 4 to 14 digits");
	}

	/**
	 * Returns the number as {@code getuserphonenumber} words it: a Chinese number stands
	 * alone, any other one follows its country calling code.
	 * @return the number, digits only
	 */
	public String displayNumber() {
		if (CHINA.equals(this.countryCode)) {
			return this.phoneNumber;
		}
		return this.countryCode + this.phoneNumber;
	}

	/**
	 * Returns the number in the form of E.164.
	 * @return the number with plus sign and country calling code
	 */
	public String internationalNumber() {
		return "+" + this.countryCode + this.phoneNumber;
	}

}
