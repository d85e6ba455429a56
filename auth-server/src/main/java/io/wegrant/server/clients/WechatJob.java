package io.wegrant.server.clients;

/**
 * What a service may have the provider do for it at WeChat. The names are stored.
 */
public enum WechatJob {

	/** Sign payments, and make the calls of virtual payment. */
	PAYMENT,

	/** Decrypt what WeChat encrypted for the mini-program's server. */
	DECRYPT,

	/** Make calls of WeChat's server API, of which the registration lists the paths. */
	API,

	/** Have the mini-program's access token of WeChat itself. */
	TOKEN

}
