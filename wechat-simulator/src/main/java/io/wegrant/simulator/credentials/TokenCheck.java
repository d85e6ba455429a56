package io.wegrant.simulator.credentials;

/**
 * What the simulator finds about an access token.
 */
public sealed interface TokenCheck {

	/**
	 * The token works.
	 *
	 * @param appid the mini-program it stands for
	 */
	record Valid(String appid) implements TokenCheck {

	}

	/**
	 * The regular life of the token is over.
	 */
	record Expired() implements TokenCheck {

	}

	/**
	 * A later token took its place.
	 */
	record Replaced() implements TokenCheck {

	}

	/**
	 * The token was never issued.
	 */
	record Unknown() implements TokenCheck {

	}

}
