package io.wegrant.server.wechat;

import java.util.Map;
import java.util.Optional;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

import io.wegrant.server.accounts.Appid;
import io.wegrant.server.accounts.WechatAccount;
import io.wegrant.server.accounts.WechatIdentity;
import io.wegrant.server.accounts.WechatIdentity.UnionIdentity;
import io.wegrant.server.audit.AuditEvent;
import io.wegrant.server.audit.AuditEventType;
import io.wegrant.server.audit.AuditLog;
import io.wegrant.server.authorization.AuthenticatedClient;
import io.wegrant.server.authorization.GrantedAccess;
import io.wegrant.server.authorization.TokenRequestRefused;
import io.wegrant.server.clients.Clients;
import io.wegrant.server.clients.MiniProgram;
import io.wegrant.server.sessions.GrantedSession;
import io.wegrant.server.sessions.KnownPerson;
import io.wegrant.server.sessions.OpenedSession;
import io.wegrant.server.sessions.SessionRequest;
import io.wegrant.server.sessions.SessionTokens;

/**
 * Exchanges the code of {@code wx.login} for tokens. All that can be refused without
 * WeChat is refused first, so that a faulty request does not burn the user's code; no
 * database connection is held while WeChat answers. A phone code is asked about with the
 * openid that the login code gave, and whatever WeChat says of it, the login succeeds.
 */
final class WechatCodeProvider implements AuthenticationProvider {

	/** The member of the answer that says what became of a phone code. */
	private static final String PHONE = "phone";

	private final Clients clients;

	private final LoginLimits limits;

	private final WechatClient wechat;

	private final Logins logins;

	private final SessionTokens tokens;

	private final AuditLog auditLog;

	WechatCodeProvider(Clients clients, LoginLimits limits, WechatClient wechat, Logins logins, SessionTokens tokens,
			AuditLog auditLog) {
		this.clients = clients;
		this.limits = limits;
		this.wechat = wechat;
		this.logins = logins;
		this.tokens = tokens;
		this.auditLog = auditLog;
	}

	@Override
	public Authentication authenticate(Authentication authentication) {
		WechatCodeAuthenticationToken grant = (WechatCodeAuthenticationToken) authentication;
		AuthenticatedClient client = AuthenticatedClient.ofGrant(grant, this.clients);
		MiniProgram miniProgram = client.client().miniProgram().orElseThrow(TokenRequestRefused::unauthorizedClient);
		GrantedAccess access = grant.access().within(client.client().scopes(), client.client().resources());
		this.limits.use(client.client().clientId(), address(grant));

		Exchange.Established person = established(this.wechat.exchange(miniProgram, grant.code()), client);
		Optional<PhoneProof> phone = grant.phoneCode()
			.map((code) -> this.wechat.phoneNumber(miniProgram, person.openid(), code));
		WechatIdentity identity = identity(miniProgram, person);
		Logins.Login login = this.logins.record(identity, client.client().clientId(),
				new SessionRequest(access, grant.device(), person.sessionKey(), person.askedAt()),
				phone.flatMap(PhoneProof::number));

		KnownPerson known = login.person();
		OpenedSession session = login.session().orElseThrow(() -> mayNotLogIn(client, known));
		GrantedSession granted = new GrantedSession(session.sid(), known.user(), identity.account(), access,
				known.tokenEpochs(), known.readAt(), session.refreshToken());
		return this.tokens.answer(grant, client, granted,
				phone.<Map<String, Object>>map((proof) -> Map.of(PHONE, proof.code())).orElseGet(Map::of));
	}

	@Override
	public boolean supports(Class<?> authentication) {
		return WechatCodeAuthenticationToken.class.isAssignableFrom(authentication);
	}

	private Exchange.Established established(Exchange exchange, AuthenticatedClient client) {
		if (exchange instanceof Exchange.Established established) {
			return established;
		}
		if (exchange instanceof Exchange.InvalidCode) {
			throw TokenRequestRefused.invalidGrant("WeChat does not accept the code, call wx.login again");
		}
		if (exchange instanceof Exchange.Blocked) {
			this.auditLog
				.record(AuditEvent.of(AuditEventType.LOGIN_BLOCKED_BY_WECHAT, client.client().clientId().value()));
			throw TokenRequestRefused.accessDenied("WeChat intercepted the login");
		}
		if (exchange instanceof Exchange.Unavailable unavailable) {
			throw TokenRequestRefused.temporarilyUnavailable(unavailable.retryAfter());
		}
		throw TokenRequestRefused.serverError();
	}

	private TokenRequestRefused mayNotLogIn(AuthenticatedClient client, KnownPerson person) {
		if (!person.clientEnabled()) {
			return TokenRequestRefused.unauthorizedClient();
		}
		this.auditLog.record(AuditEvent.of(AuditEventType.LOGIN_OF_INACTIVE_USER, client.client().clientId().value())
			.user(person.user().sub().value()));
		return TokenRequestRefused.accessDenied("the user may not log in");
	}

	private static WechatIdentity identity(MiniProgram miniProgram, Exchange.Established person) {
		Optional<UnionIdentity> union = miniProgram.openPlatformAccount()
			.flatMap((account) -> person.unionid().map((unionid) -> new UnionIdentity(account, unionid)));
		return new WechatIdentity(new WechatAccount(new Appid(miniProgram.appid()), person.openid()), union);
	}

	private static String address(Authentication grant) {
		return (grant.getDetails() instanceof WebAuthenticationDetails details) ? details.getRemoteAddress() : "";
	}

}
