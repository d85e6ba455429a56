package io.wegrant.server.profiles;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What a user says of themselves. Nothing of it is verified, and all of it is plain text.
 *
 * @param nickname the name to show
 * @param gender the gender, in the user's words
 * @param birthdate the date of birth, {@code YYYY-MM-DD}
 * @param locale the language tag (BCP 47)
 * @param address the postal address as it would be written on a letter, in lines
 * @param bio some words about the user, in lines
 * @param email the e-mail address
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Profile(@Nullable String nickname, @Nullable String gender, @Nullable String birthdate,
		@Nullable String locale, @Nullable String address, @Nullable String bio, @Nullable String email) {

	/** Of a user who has said nothing. */
	public static final Profile EMPTY = new Profile(null, null, null, null, null, null, null);

	@Override
	public String toString() {
		return "Profile[redacted]";
	}

}
