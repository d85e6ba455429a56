package io.wegrant.server.clients;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;

/**
 * A registered client.
 *
 * @param clientId the client's identifier (RFC 6749 section 2.2)
 * @param credentials how it proves who it is
 * @param scopes the scopes that may be granted
 * @param resources the resource servers that its tokens may be meant for (RFC 8707)
 * @param miniProgram the mini-program whose users log in with it, if any
 * @param wechatClaims whether users' access tokens carry {@code appid} and {@code openid}
 * @param accessTokenAlgorithm what its access tokens are signed with
 * @param tokenEpoch access tokens of an earlier epoch are refused
 * @param wechat what it may have done at WeChat
 * @param eventReceivers where it hears what happens to accounts
 */
public record Client(ClientId clientId, Credentials credentials, Set<String> scopes, Set<String> resources,
		Optional<MiniProgram> miniProgram, boolean wechatClaims, SignatureAlgorithm accessTokenAlgorithm,
		long tokenEpoch, WechatServices wechat, List<EventReceiver> eventReceivers) {

	/**
	 * How a client proves who it is (RFC 6749 section 2.3).
	 *
	 * @param secretHash what its secret is compared with, if it has one
	 * @param jwkSetUri where it publishes the keys with which it signs
	 * {@code private_key_jwt}, if it does
	 */
	public record Credentials(Optional<String> secretHash, Optional<String> jwkSetUri) {

		/**
		 * Tells whether the client has nothing to prove who it is (RFC 6749 section 2.1).
		 * @return whether it is public
		 */
		public boolean isPublic() {
			return this.secretHash.isEmpty() && this.jwkSetUri.isEmpty();
		}

		@Override
		public String toString() {
			return "Credentials[redacted]";
		}

	}

}
