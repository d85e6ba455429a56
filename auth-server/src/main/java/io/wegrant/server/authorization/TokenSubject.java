package io.wegrant.server.authorization;

import java.io.Serial;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/**
 * Whom an access token speaks of, and what for: a user in a session, or a service itself.
 */
@SuppressWarnings("serial")
public final class TokenSubject extends AbstractAuthenticationToken {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String sub;

	private final GrantedAccess access;

	private final Optional<UserSession> session;

	private TokenSubject(String sub, GrantedAccess access, Optional<UserSession> session) {
		super(AuthorityUtils.NO_AUTHORITIES);
		this.sub = sub;
		this.access = access;
		this.session = session;
		setAuthenticated(true);
	}

	/**
	 * Describes a user in a session.
	 * @param sub the user's public id
	 * @param access what the token may be used for
	 * @param session the session
	 * @return the subject
	 */
	public static TokenSubject user(String sub, GrantedAccess access, UserSession session) {
		return new TokenSubject(sub, access, Optional.of(session));
	}

	/**
	 * Describes a client that acts for itself.
	 * @param clientId the client's identifier, which is its {@code sub} (RFC 9068 section
	 * 2.2)
	 * @param access what the token may be used for
	 * @return the subject
	 */
	static TokenSubject service(String clientId, GrantedAccess access) {
		return new TokenSubject(clientId, access, Optional.empty());
	}

	@Override
	public @Nullable Object getCredentials() {
		return null;
	}

	@Override
	public String getPrincipal() {
		return this.sub;
	}

	GrantedAccess access() {
		return this.access;
	}

	Optional<UserSession> session() {
		return this.session;
	}

	/**
	 * A session, as far as access tokens speak of it.
	 *
	 * @param sid the session id
	 * @param roles the names of the user's roles
	 * @param issuedFrom tokens that are issued before then are refused
	 * @param wechatAccount the WeChat account behind the session, if the client's tokens
	 * name it
	 */
	public record UserSession(String sid, Set<String> roles, Instant issuedFrom,
			Optional<WechatAccount> wechatAccount) {

	}

	/**
	 * A WeChat account in one mini-program.
	 *
	 * @param appid the mini-program
	 * @param openid the person's id in it
	 */
	public record WechatAccount(String appid, String openid) {

		@Override
		public String toString() {
			return "WechatAccount[appid=" + this.appid + "]";
		}

	}

}
