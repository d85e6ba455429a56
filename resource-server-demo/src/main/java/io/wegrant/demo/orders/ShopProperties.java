package io.wegrant.demo.orders;

import java.net.URI;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * As whom the shop sells.
 *
 * @param provider the provider's address, which is its issuer
 * @param clientId the shop's client there, which may have payments signed and messages
 * sent
 * @param clientSecret the secret of that client
 * @param offerId the company's offer at WeChat
 * @param messageTemplate the message that thanks a buyer, by its number at WeChat; none
 * is sent if it is empty
 */
@ConfigurationProperties("shop")
record ShopProperties(URI provider, String clientId, String clientSecret, String offerId, String messageTemplate) {

	@Override
	public String toString() {
		return "ShopProperties[provider=" + this.provider + ", clientId=" + this.clientId + "]";
	}

}
