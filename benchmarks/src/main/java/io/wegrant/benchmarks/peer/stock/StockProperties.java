package io.wegrant.benchmarks.peer.stock;

import java.util.Locale;
import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the stock provider.
 *
 * @param clientId the one client
 * @param clientSecret its secret
 * @param clientSecrets how secrets are stored: {@code noop} or {@code bcrypt}
 * @param wechat where WeChat's API is
 * @param appid the mini-program
 * @param appSecret its secret at WeChat
 */
@ConfigurationProperties("stock")
record StockProperties(String clientId, String clientSecret, String clientSecrets, String wechat, String appid,
		String appSecret) {

	static final String NOOP = "noop";

	static final Set<String> SCOPES = Set.of("profile", "phone", "goods.read", "appointments");

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "StockProperties[clientId=%s, clientSecrets=%s]", this.clientId,
				this.clientSecrets);
	}

}
