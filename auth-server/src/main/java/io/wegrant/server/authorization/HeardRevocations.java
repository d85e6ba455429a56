package io.wegrant.server.authorization;

import java.util.Optional;

/**
 * What this node has heard of in the revocation feed. A token that the feed refuses is
 * not signed: where the feed is ahead of what was read or is held, that is old.
 */
public interface HeardRevocations {

	/**
	 * Returns the lowest epochs that are good.
	 * @param sub the user, or empty for a client's own tokens
	 * @param clientId the client
	 * @return the epochs, 0 where nothing was heard of
	 */
	TokenEpochs lowest(Optional<String> sub, String clientId);

	/**
	 * Tells whether a session has ended.
	 * @param sid the session id
	 * @return whether that was heard of
	 */
	boolean isSessionEnded(String sid);

	/**
	 * Tells whether a signing key was withdrawn.
	 * @param kid the key's id
	 * @return whether that was heard of
	 */
	boolean isKeyWithdrawn(String kid);

}
