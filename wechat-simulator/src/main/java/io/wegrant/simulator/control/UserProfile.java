package io.wegrant.simulator.control;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A person as one mini-program knows them.
 *
 * @param appid the mini-program
 * @param user the name of the person
 * @param openid the identifier in the mini-program
 * @param unionid the identifier in the Open Platform account, or {@code null} when the
 * mini-program is bound to none
 * @param phone the number in the form of E.164
 * @param sessionKey the session key that is valid now, or {@code null} when it has
 * expired
 */
public record UserProfile(String appid, String user, String openid, @Nullable String unionid, String phone,
		@JsonProperty("session_key") @Nullable String sessionKey) {

}
