package io.wegrant.server.wechat;

/**
 * Scopes between the provider and the company's services.
 */
public final class WechatScopes {

	/** That of a service that has something done at WeChat. */
	public static final String APPS = "wechat.apps";

	/** That of the tokens that go with WeChat's pushes, which no client may have. */
	public static final String EVENTS = "wechat.events";

	private WechatScopes() {
	}

}
