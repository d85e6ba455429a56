package io.wegrant.server.sessions;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.wegrant.server.accounts.User;
import io.wegrant.server.accounts.UserStatus;
import io.wegrant.server.authorization.TokenEpochs;
import io.wegrant.server.clients.ClientId;
import io.wegrant.server.sessions.SessionRows.LoginRow;

/**
 * A person who logs in and whose WeChat identity is known, as one read found it.
 *
 * @param user the user, who may be locked out
 * @param identityId the internal number of the WeChat identity
 * @param unionHashes the keyed hashes of the unionids that are known to come with the
 * identity: its own, and one that is another user's
 * @param clientId the client in which the person logs in
 * @param clientEnabled whether the client may get tokens
 * @param clientSessionEpoch the client's session epoch
 * @param clientTokenEpoch the client's token epoch
 * @param kept the sessions that the user has with the client, those included that are
 * over, the oldest first
 * @param readAt a time before anything was read
 */
public record KnownPerson(User user, long identityId, Set<String> unionHashes, ClientId clientId, boolean clientEnabled,
		long clientSessionEpoch, long clientTokenEpoch, List<KeptSession> kept, Instant readAt) {

	static Optional<KnownPerson> of(List<LoginRow> rows, ClientId clientId, Instant readAt) {
		return rows.stream().findFirst().map((row) -> {
			User user = new User(row.userId(), row.sub(), row.status(), row.roles().withUser(), row.userSessionEpoch(),
					row.userTokenEpoch());
			List<KeptSession> kept = rows.stream().map(LoginRow::session).filter(Objects::nonNull).toList();
			return new KnownPerson(user, row.identityId(), unionHashes(row), clientId, row.clientEnabled(),
					row.clientSessionEpoch(), row.clientTokenEpoch(), kept, readAt);
		});
	}

	private static Set<String> unionHashes(LoginRow row) {
		return Stream.of(row.unionHash(), row.conflictingUnionHash())
			.filter(Objects::nonNull)
			.collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Returns the epochs that tokens are of which are issued now.
	 * @return the token epochs of the user and the client
	 */
	public TokenEpochs tokenEpochs() {
		return new TokenEpochs(OptionalLong.of(this.user.tokenEpoch()), this.clientTokenEpoch);
	}

	/**
	 * Tells whether user and client are in good standing.
	 * @return whether the person may log in
	 */
	public boolean mayLogIn() {
		return this.clientEnabled && this.user.status() == UserStatus.ACTIVE;
	}

	@Override
	public String toString() {
		return "KnownPerson[sub=" + this.user.sub() + "]";
	}

}
