package io.wegrant.server.authorization;

import java.util.Map;
import java.util.OptionalLong;

import org.springframework.security.oauth2.jwt.Jwt;

/**
 * The epochs that an access token is of. What a user's or a client's tokens say or may do
 * changes with a new epoch, and tokens of an earlier one are refused: no clock has to
 * agree with another.
 *
 * @param user the user's token epoch, if the token is a user's
 * @param client the client's token epoch
 */
public record TokenEpochs(OptionalLong user, long client) {

	/** The claim with the user's token epoch. */
	public static final String USER_EPOCH = "user_epoch";

	/** The claim with the client's token epoch. */
	public static final String CLIENT_EPOCH = "client_epoch";

	/**
	 * Reads the epochs of a token.
	 * @param token the token
	 * @return the epochs
	 * @throws IllegalArgumentException if the client's is missing, or one is no whole
	 * number from 0
	 */
	public static TokenEpochs of(Jwt token) {
		OptionalLong user = token.hasClaim(USER_EPOCH) ? OptionalLong.of(read(token, USER_EPOCH))
				: OptionalLong.empty();
		return new TokenEpochs(user, read(token, CLIENT_EPOCH));
	}

	private static long read(Jwt token, String claim) {
		Object value = token.getClaims().get(claim);
		if (value instanceof Long epoch && epoch >= 0) {
			return epoch;
		}
		throw new IllegalArgumentException(claim + " is no epoch");
	}

	void addTo(Map<String, Object> claims) {
		this.user.ifPresent((epoch) -> claims.put(USER_EPOCH, epoch));
		claims.put(CLIENT_EPOCH, this.client);
	}

	/**
	 * Tells whether tokens of these epochs are refused where others are the lowest.
	 * @param lowest the epochs of what the tokens depend on
	 * @return whether one of them is lower
	 */
	public boolean isBefore(TokenEpochs lowest) {
		return this.client < lowest.client() || this.user.orElse(0) < lowest.user().orElse(0);
	}

}
