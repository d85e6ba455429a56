package io.wegrant.server.wechat;

import io.wegrant.server.authorization.TokenRequestRefused;
import io.wegrant.server.clients.ClientId;
import io.wegrant.server.limits.ClientNetwork;
import io.wegrant.server.limits.LimitProperties;
import io.wegrant.server.limits.RateLimit;

/**
 * How many logins go on to WeChat, whose quotas all users of a mini-program share.
 */
final class LoginLimits {

	private final RateLimit perAddress;

	private final RateLimit perClient;

	LoginLimits(LimitProperties properties) {
		this.perAddress = new RateLimit(properties.loginsPerAddress());
		this.perClient = new RateLimit(properties.loginsPerClient());
	}

	/**
	 * Counts a login. The address comes first, so that one flood does not use up what all
	 * users of a client share.
	 * @param clientId the client
	 * @param address the address that the request came from
	 * @throws TokenRequestRefused with status 429 if there were too many
	 */
	void use(ClientId clientId, String address) {
		this.perAddress.use(ClientNetwork.of(address))
			.map(TokenRequestRefused::tooManyRequests)
			.ifPresent(LoginLimits::refuse);
		this.perClient.use(clientId.value()).map(TokenRequestRefused::tooManyRequests).ifPresent(LoginLimits::refuse);
	}

	private static void refuse(TokenRequestRefused refusal) {
		throw refusal;
	}

}
