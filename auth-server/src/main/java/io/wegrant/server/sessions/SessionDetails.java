package io.wegrant.server.sessions;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;
import org.springframework.data.relational.core.mapping.Embedded;

import io.wegrant.server.accounts.Appid;
import io.wegrant.server.accounts.Roles;
import io.wegrant.server.accounts.SealedOpenid;
import io.wegrant.server.accounts.Sub;
import io.wegrant.server.accounts.User;
import io.wegrant.server.accounts.UserStatus;
import io.wegrant.server.authorization.GrantedAccess;
import io.wegrant.server.authorization.TokenEpochs;
import io.wegrant.server.clients.ClientId;

/**
 * A session with its user, its WeChat identity and what is known of its client.
 *
 * @param id the internal number
 * @param sid the session id
 * @param clientId the client it belongs to
 * @param scopes the granted scopes
 * @param resources the resource servers that accept its tokens
 * @param device the client's label for the device
 * @param generation how many times it was refreshed
 * @param repeats at which of the last ten refreshes the answer was given again, the
 * latest in the lowest bit
 * @param createdAt when the user logged in
 * @param refreshedAt when it was last refreshed
 * @param expiresAt when it ends at the latest
 * @param endedAt when it was ended before its time
 * @param userId the user's internal number
 * @param sub the user's public id
 * @param status whether the user may get and use tokens
 * @param roles the user's roles, but for the one that everybody has
 * @param userEpoch the user's session epoch when the user logged in
 * @param clientEpoch the client's session epoch when the user logged in
 * @param userSessionEpoch the user's session epoch
 * @param userTokenEpoch the user's token epoch
 * @param clientSessionEpoch the client's session epoch
 * @param clientTokenEpoch the client's token epoch
 * @param openid the user's id in the mini-program, as it is stored
 * @param clientEnabled whether the client may get tokens
 */
public record SessionDetails(long id, SessionId sid, ClientId clientId, StoredScopes scopes, StoredResources resources,
		@Nullable DeviceLabel device, int generation, int repeats, Instant createdAt, Instant refreshedAt,
		Instant expiresAt, @Nullable Instant endedAt, long userId, Sub sub, UserStatus status, Roles roles,
		long userEpoch, long clientEpoch, long userSessionEpoch, long userTokenEpoch, long clientSessionEpoch,
		long clientTokenEpoch, @Embedded.Empty SealedOpenid openid, boolean clientEnabled) {

	/** What a query reads of a session, whose tables are {@link #TABLES}. */
	static final String COLUMNS = """
			s.id, s.sid, s.client_id, s.scopes, s.resources, s.device, s.generation, s.repeats,
			s.created_at,
			s.refreshed_at, s.expires_at, s.ended_at, s.user_id, u.sub, u.status, u.roles, s.user_epoch, s.client_epoch,
			u.session_epoch AS user_session_epoch, u.token_epoch AS user_token_epoch,
			c.session_epoch AS client_session_epoch, c.token_epoch AS client_token_epoch,
			i.appid, i.openid_hash, i.sealed_openid, c.enabled AS client_enabled
			""";

	/** All that a session's tokens say and depend on, in one read. */
	static final String TABLES = """
			FROM login_session s
			JOIN users u ON u.id = s.user_id
			JOIN wechat_identity i ON i.id = s.identity_id
			JOIN client c ON c.client_id = s.client_id
			""";

	/**
	 * Returns the client's label for the device.
	 * @return the label, if the client gave one
	 */
	public Optional<DeviceLabel> deviceLabel() {
		return Optional.ofNullable(this.device);
	}

	/**
	 * Returns what the session's tokens may be used for.
	 * @return the access granted at log-in
	 */
	public GrantedAccess access() {
		return new GrantedAccess(this.scopes.scopes(), this.resources.resources());
	}

	/**
	 * Returns the user.
	 * @return the user
	 */
	public User user() {
		return new User(this.userId, this.sub, this.status, this.roles.withUser(), this.userSessionEpoch,
				this.userTokenEpoch);
	}

	/**
	 * Returns the mini-program in which the user logged in.
	 * @return its appid
	 */
	public Appid appid() {
		return this.openid.appid();
	}

	/**
	 * Returns the epochs that tokens are of which are issued now.
	 * @return the token epochs of the user and the client
	 */
	public TokenEpochs tokenEpochs() {
		return new TokenEpochs(OptionalLong.of(this.userTokenEpoch), this.clientTokenEpoch);
	}

	/**
	 * Returns when the session was ended alone.
	 * @return the time, if it was
	 */
	public Optional<Instant> ended() {
		return Optional.ofNullable(this.endedAt);
	}

	/**
	 * Tells whether the session was ended, alone or with all of its user or client. An
	 * epoch that was read may be old, so the session's may be higher.
	 * @return whether it was
	 */
	boolean hasEnded() {
		return this.endedAt != null || this.userEpoch < this.userSessionEpoch
				|| this.clientEpoch < this.clientSessionEpoch;
	}

	/**
	 * Tells whether the session and all that it depends on allow its tokens to be used,
	 * but for the session's age.
	 * @return whether it was not ended, and user and client are in good standing
	 */
	boolean isInForce() {
		return !hasEnded() && this.clientEnabled && this.status == UserStatus.ACTIVE;
	}

	@Override
	public String toString() {
		return "SessionDetails[sid=" + this.sid + "]";
	}

}
