package io.wegrant.server.selfservice;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.wegrant.server.authorization.TextForPeople;
import io.wegrant.server.profiles.Profile;
import io.wegrant.server.selfservice.AccountProblem.FieldError;

/**
 * A profile as a user sends it: all of it at once. A member that is absent, {@code null}
 * or blank says nothing; other members, those of {@code /userinfo} among them, are not
 * looked at.
 */
final class ProfileForm {

	/** How many bytes a profile may have. */
	static final int MAX_BYTES = 16 * 1024;

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
		.build();

	private static final int MAX_NICKNAME = 64;

	private static final int MAX_GENDER = 32;

	private static final int MAX_LOCALE = 35;

	private static final int MAX_ADDRESS = 300;

	private static final int MAX_BIO = 500;

	private static final int MAX_EMAIL = 254;

	private static final LocalDate EARLIEST_BIRTHDATE = LocalDate.of(1900, 1, 1);

	private static final Pattern EMAIL = Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}"
			+ "@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z0-9-]*[A-Za-z][A-Za-z0-9-]*");

	private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

	private final JsonNode json;

	private final LocalDate today;

	private final List<FieldError> errors = new ArrayList<>();

	private ProfileForm(JsonNode json, LocalDate today) {
		this.json = json;
		this.today = today;
	}

	/**
	 * Reads a profile.
	 * @param body the JSON document
	 * @param today the date of today where the day begins first
	 * @return the profile
	 * @throws AccountProblem with 400 that names each member at fault
	 */
	static Profile read(byte[] body, LocalDate today) {
		try {
			JsonNode json = JSON.readTree(body);
			if (!json.isObject()) {
				throw AccountProblem.notJson();
			}
			return new ProfileForm(json, today).profile();
		}
		catch (JacksonException ex) {
			// The parser's message quotes its input.
			throw AccountProblem.notJson();
		}
	}

	private Profile profile() {
		Profile profile = new Profile(line("nickname", MAX_NICKNAME), line("gender", MAX_GENDER), birthdate(), locale(),
				address(), text(this.json.get("bio"), "bio", MAX_BIO, TextForPeople::isLines), email());
		if (!this.errors.isEmpty()) {
			throw AccountProblem.badProfile(this.errors);
		}
		return profile;
	}

	private @Nullable String birthdate() {
		return checked("birthdate", line("birthdate", MAX_LOCALE), this::isBirthdate,
				"is a date, YYYY-MM-DD, from 1900 until today");
	}

	private @Nullable String email() {
		return checked("email", line("email", MAX_EMAIL), (value) -> EMAIL.matcher(value).matches(),
				"is an e-mail address");
	}

	private @Nullable String locale() {
		String value = line("locale", MAX_LOCALE);
		// WeChat writes zh_CN, as OpenID Connect allows.
		String checked = checked("locale", (value != null) ? value.replace('_', '-') : null, ProfileForm::isLanguageTag,
				"is a language tag (BCP 47)");
		return (checked != null) ? Locale.forLanguageTag(checked).toLanguageTag() : null;
	}

	private @Nullable String address() {
		JsonNode address = this.json.get("address");
		if (address == null || address.isNull()) {
			return null;
		}
		if (!address.isObject()) {
			this.errors.add(new FieldError("address", "is an object with the member formatted"));
			return null;
		}
		return text(address.get("formatted"), "address.formatted", MAX_ADDRESS, TextForPeople::isLines);
	}

	private @Nullable String line(String name, int maxLength) {
		return text(this.json.get(name), name, maxLength, TextForPeople::isLine);
	}

	private @Nullable String text(@Nullable JsonNode value, String name, int maxLength, Predicate<String> wanted) {
		if (value == null || value.isNull()) {
			return null;
		}
		if (!value.isString()) {
			this.errors.add(new FieldError(name, "is a string"));
			return null;
		}
		String text = value.asString().strip();
		if (text.codePointCount(0, text.length()) > maxLength) {
			this.errors.add(new FieldError(name, "has at most " + maxLength + " characters"));
			return null;
		}
		if (!wanted.test(text)) {
			this.errors.add(new FieldError(name, "has no control characters"));
			return null;
		}
		return text.isEmpty() ? null : text;
	}

	private @Nullable String checked(String name, @Nullable String value, Predicate<String> check, String message) {
		if (value != null && !check.test(value)) {
			this.errors.add(new FieldError(name, message));
			return null;
		}
		return value;
	}

	private boolean isBirthdate(String value) {
		if (!DATE.matcher(value).matches()) {
			return false;
		}
		try {
			LocalDate date = LocalDate.parse(value);
			return !date.isBefore(EARLIEST_BIRTHDATE) && !date.isAfter(this.today);
		}
		catch (DateTimeException ex) {
			return false;
		}
	}

	private static boolean isLanguageTag(String value) {
		try {
			return !new Locale.Builder().setLanguageTag(value).build().getLanguage().isEmpty();
		}
		catch (IllformedLocaleException ex) {
			return false;
		}
	}

}
