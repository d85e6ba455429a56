package io.wegrant.server.clients;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;

/**
 * Settings of the registered clients.
 *
 * @param reloadInterval how often each node reads the registrations again; so long a
 * change made at another node may go unseen
 * @param accessTokenLifetime how long an access token is valid
 * @param registrations clients that are written to the database at start: added if they
 * are new, changed where they differ. Clients that are not listed stay as they are
 */
@ConfigurationProperties("wegrant.clients")
record ClientsProperties(@DefaultValue("5s") Duration reloadInterval, @DefaultValue("10m") Duration accessTokenLifetime,
		@DefaultValue List<Registration> registrations) {

	/**
	 * One client. With an {@code appid} it may exchange the codes of that mini-program
	 * and refresh its tokens; without, it gets tokens of its own by
	 * {@code client_credentials}.
	 *
	 * @param clientId the client's identifier; the appid if absent
	 * @param clientSecret the secret of a client that can keep one; it is stored as a
	 * hash
	 * @param previousClientSecret the secret before, which works beside the new one as
	 * long as it is given
	 * @param jwkSetUri where a client that authenticates with {@code private_key_jwt}
	 * publishes its keys
	 * @param appid the mini-program
	 * @param appSecret the secret that WeChat gave the mini-program; it is stored
	 * encrypted
	 * @param previousAppSecret the secret before; while it is given, the one is used that
	 * WeChat accepts
	 * @param pushToken the token of the mini-program's message push, as entered in
	 * WeChat's console: 3 to 32 letters and digits; without it pushes are not taken. It
	 * is stored encrypted
	 * @param encodingAesKey the EncodingAESKey of the message push, 43 letters and
	 * digits; with it only encrypted pushes are taken, without it only plain ones. It is
	 * stored encrypted
	 * @param openPlatformAccount a name for the WeChat Open Platform account that the
	 * mini-program is bound to; absent if it is not bound
	 * @param scopes the scopes that may be granted
	 * @param resources the resource servers that its tokens may be meant for, as absolute
	 * URIs
	 * @param wechatClaims whether access tokens carry {@code appid} and {@code openid}
	 * @param accessTokenAlgorithm the JWS algorithm of access tokens: {@code ES256} or
	 * {@code RS256}
	 */
	record Registration(@Nullable String clientId, @Nullable String clientSecret, @Nullable String previousClientSecret,
			@Nullable URI jwkSetUri, @Nullable String appid, @Nullable String appSecret,
			@Nullable String previousAppSecret, @Nullable String pushToken, @Nullable String encodingAesKey,
			@Nullable String openPlatformAccount, @DefaultValue Set<String> scopes, @DefaultValue Set<URI> resources,
			@DefaultValue("true") boolean wechatClaims,
			@DefaultValue("ES256") SignatureAlgorithm accessTokenAlgorithm) {

		@Override
		public String toString() {
			return "Registration[clientId=" + this.clientId + ", appid=" + this.appid + "]";
		}

	}

}
