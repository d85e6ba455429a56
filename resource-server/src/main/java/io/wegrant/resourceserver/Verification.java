package io.wegrant.resourceserver;

import java.time.Duration;

/**
 * What {@link AccessTokenVerifier} finds of a token.
 */
public sealed interface Verification {

	/**
	 * What became of the token, as the meters count it.
	 * @return the result
	 */
	TokenResult result();

	/**
	 * The token is good, now.
	 *
	 * @param token what it says
	 */
	record Accepted(AccessToken token) implements Verification {

		@Override
		public TokenResult result() {
			return TokenResult.ACCEPTED;
		}

	}

	/**
	 * The token is not good as far as is known. To the client that is
	 * {@code 401 invalid_token} (RFC 6750 section 3.1), and not why.
	 *
	 * @param result the rule that refuses it
	 * @param detail why, for the service's own log
	 */
	record Refused(TokenResult result, String detail) implements Verification {
	}

	/**
	 * The service cannot tell, which is not the token's fault: no key of the provider is
	 * known, or revocations may have been missed and
	 * {@link RevocationSettings#rejectWhenStale()} says not to accept tokens then. To the
	 * client that is a 503 with {@code Retry-After}.
	 *
	 * @param result {@link TokenResult#UNAVAILABLE} or {@link TokenResult#STALE}
	 * @param detail why, for the service's own log
	 * @param retryAfter when to try again, at least a second
	 */
	record Unavailable(TokenResult result, String detail, Duration retryAfter) implements Verification {
	}

}
