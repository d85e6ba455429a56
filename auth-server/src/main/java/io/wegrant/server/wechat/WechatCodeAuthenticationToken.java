package io.wegrant.server.wechat;

import java.io.Serial;
import java.util.Optional;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationGrantAuthenticationToken;

import io.wegrant.server.authorization.RequestedAccess;
import io.wegrant.server.sessions.DeviceLabel;

/**
 * A request to exchange the code of {@code wx.login} for tokens.
 */
@SuppressWarnings("serial")
final class WechatCodeAuthenticationToken extends OAuth2AuthorizationGrantAuthenticationToken {

	/** The grant that exchanges the one-time code of {@code wx.login} for tokens. */
	static final AuthorizationGrantType GRANT_TYPE = new AuthorizationGrantType("wechat_code");

	@Serial
	private static final long serialVersionUID = 1L;

	private final String code;

	private final Optional<String> phoneCode;

	private final RequestedAccess access;

	private final Optional<DeviceLabel> device;

	WechatCodeAuthenticationToken(Authentication clientPrincipal, String code, Optional<String> phoneCode,
			RequestedAccess access, Optional<DeviceLabel> device) {
		super(GRANT_TYPE, clientPrincipal, null);
		this.code = code;
		this.phoneCode = phoneCode;
		this.access = access;
		this.device = device;
	}

	String code() {
		return this.code;
	}

	Optional<String> phoneCode() {
		return this.phoneCode;
	}

	RequestedAccess access() {
		return this.access;
	}

	Optional<DeviceLabel> device() {
		return this.device;
	}

}
