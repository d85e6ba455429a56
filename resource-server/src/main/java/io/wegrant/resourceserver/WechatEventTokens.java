package io.wegrant.resourceserver;

import java.util.Map;
import java.util.Optional;

/**
 * The tokens with which the provider itself calls a service, to take WeChat's pushes on
 * to it. No client and no user can have one: the scope {@value #SCOPE} is given to
 * nobody.
 */
public final class WechatEventTokens {

	/** The scope of such a token, its only one. */
	public static final String SCOPE = "wechat.events";

	private WechatEventTokens() {
	}

	/**
	 * Tells whether a token is one.
	 * @param token a good token
	 * @return whether the provider itself calls with it
	 */
	public static boolean include(AccessToken token) {
		return client(token.claims()).isPresent();
	}

	/**
	 * Reads out of the claims of a token whether it is one.
	 * @param claims the claims of a good token, with {@code scope} as the text that it is
	 * @return the service's client, to which it is made out; empty if it is none
	 */
	public static Optional<String> client(Map<String, Object> claims) {
		boolean isOfProvider = SCOPE.equals(claims.get("scope")) && !claims.containsKey("sid")
				&& !claims.containsKey("user_epoch");
		return (isOfProvider && claims.get("client_id") instanceof String client && client.equals(claims.get("sub")))
				? Optional.of(client) : Optional.empty();
	}

}
