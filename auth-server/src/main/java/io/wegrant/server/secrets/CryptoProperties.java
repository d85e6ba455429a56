package io.wegrant.server.secrets;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who computes signatures and hashes.
 *
 * @param corretto whether the Amazon Corretto Crypto Provider does where its native
 * library loads
 */
@ConfigurationProperties("wegrant.crypto")
record CryptoProperties(@DefaultValue("true") boolean corretto) {

}
