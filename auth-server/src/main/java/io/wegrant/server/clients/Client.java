package io.wegrant.server.clients;

import java.util.Optional;
import java.util.Set;

/**
 * A registered client, as far as the framework's
 * {@link org.springframework.security.oauth2.server.authorization.client.RegisteredClient}
 * has no place for it.
 *
 * @param clientId the client's identifier (RFC 6749 section 2.2)
 * @param scopes the scopes that may be granted
 * @param resources the resource servers that its tokens may be meant for (RFC 8707)
 * @param miniProgram the mini-program whose codes it may exchange, if any
 * @param wechatClaims whether users' access tokens carry {@code appid} and {@code openid}
 */
public record Client(String clientId, Set<String> scopes, Set<String> resources, Optional<MiniProgram> miniProgram,
		boolean wechatClaims) {

}
