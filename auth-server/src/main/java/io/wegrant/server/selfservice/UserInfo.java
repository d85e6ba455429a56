package io.wegrant.server.selfservice;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

import io.wegrant.server.profiles.Profile;
import io.wegrant.server.profiles.ProfileWithPicture;
import io.wegrant.server.staff.PhoneNumber;

/**
 * What is said of a user to those who hold the user's token: claims of OpenID Connect
 * Core 1.0 section 5.1, as far as the token's scopes allow and the user has said
 * anything.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record UserInfo(String sub, List<String> roles, @Nullable String nickname, @Nullable String picture,
		@Nullable String gender, @Nullable String birthdate, @Nullable String locale, @Nullable Address address,
		@Nullable String bio, @Nullable String email, @JsonProperty("email_verified") @Nullable Boolean emailVerified,
		@JsonProperty("phone_number") @Nullable String phoneNumber,
		@JsonProperty("phone_number_verified") @Nullable Boolean phoneNumberVerified,
		@JsonProperty("updated_at") @Nullable Long updatedAt) {

	static UserInfo of(String sub, List<String> roles) {
		return new UserInfo(sub, roles, null, null, null, null, null, null, null, null, null, null, null, null);
	}

	/**
	 * Adds what the scope {@code profile} allows.
	 * @param presentation what the user says
	 * @param pictures the URL below which pictures are
	 * @return what is said
	 */
	UserInfo with(ProfileWithPicture presentation, String pictures) {
		Profile profile = presentation.profile();
		return new UserInfo(this.sub, this.roles, profile.nickname(),
				presentation.picture().map(pictures::concat).orElse(null), profile.gender(), profile.birthdate(),
				profile.locale(), (profile.address() != null) ? new Address(profile.address()) : null, profile.bio(),
				profile.email(), (profile.email() != null) ? Boolean.FALSE : null, this.phoneNumber,
				this.phoneNumberVerified, presentation.updatedAt().map(Instant::getEpochSecond).orElse(null));
	}

	/**
	 * Adds what the scope {@code phone} allows. WeChat has vouched for the number.
	 * @param phone the number that the user holds
	 * @return what is said
	 */
	UserInfo with(PhoneNumber phone) {
		return new UserInfo(this.sub, this.roles, this.nickname, this.picture, this.gender, this.birthdate, this.locale,
				this.address, this.bio, this.email, this.emailVerified, phone.e164(), Boolean.TRUE, this.updatedAt);
	}

	@Override
	public String toString() {
		return "UserInfo[sub=" + this.sub + "]";
	}

	/**
	 * A postal address (OpenID Connect Core 1.0 section 5.1.1).
	 *
	 * @param formatted the address in lines
	 */
	record Address(String formatted) {

	}

}
