package io.wegrant.benchmarks.peer.stock;

import java.io.Serial;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationGrantAuthenticationToken;

final class StockCodeToken extends OAuth2AuthorizationGrantAuthenticationToken {

	static final AuthorizationGrantType WECHAT_CODE = new AuthorizationGrantType("wechat_code");

	@Serial
	private static final long serialVersionUID = 1L;

	private final String code;

	StockCodeToken(Authentication client, String code) {
		super(WECHAT_CODE, client, null);
		this.code = code;
	}

	String code() {
		return this.code;
	}

}
