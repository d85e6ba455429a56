package io.wegrant.endtoend;

import java.util.concurrent.CompletableFuture;

import io.wegrant.endtoend.stage.Answer;
import io.wegrant.endtoend.stage.MiniProgram;
import io.wegrant.endtoend.stage.Provider;
import io.wegrant.endtoend.stage.Tokens;

/**
 * The ways in which somebody ends a session.
 */
enum Ending {

	REVOCATION, INTROSPECTION, LOG_OUT, LOCK_OUT, ADMINISTRATOR;

	static Ending of(int number) {
		return values()[number % values().length];
	}

	/**
	 * Begins to end it.
	 * @param node the node that is asked
	 * @param miniProgram the client of the session, at that node
	 * @param administrator an access token of the administrator
	 * @param tokens tokens of the session, the access token meant for the provider
	 * @return the answer to come, 200 or 204 when it has ended
	 */
	CompletableFuture<Answer> begin(Provider node, MiniProgram miniProgram, String administrator, Tokens tokens) {
		return switch (this) {
			case REVOCATION -> miniProgram.revokeAsync(tokens.refreshToken());
			case INTROSPECTION -> node.introspectAndRevoke(tokens.accessToken());
			case LOG_OUT -> node.logOutEverywhere(tokens.accessToken());
			case LOCK_OUT -> node.disable(administrator, tokens.subject());
			case ADMINISTRATOR -> node.endSession(administrator, tokens.sessionId());
		};
	}

}
