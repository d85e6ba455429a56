package io.wegrant.server.revocation;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenIntrospection;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenIntrospectionAuthenticationToken;
import org.springframework.util.StringUtils;

import io.wegrant.server.authorization.AuthenticatedClient;
import io.wegrant.server.authorization.TokenEpochs;
import io.wegrant.server.authorization.TokenRequestRefused;
import io.wegrant.server.clients.Client;
import io.wegrant.server.clients.Clients;

/**
 * Describes access tokens (RFC 7662) to confidential clients: to a service those meant
 * for its own resources, to a client registered with {@code token.introspect} all.
 * Whatever else is asked about is not active, and nothing more is said.
 * <p>
 * A client registered with {@code token.revoke} may add {@code revoke=true}: the answer
 * describes the access token as it was, not active any more, and its session has ended;
 * of a refresh token the session ends too.
 */
final class TokenIntrospectionProvider implements AuthenticationProvider {

	private static final String REVOKE = "revoke";

	private final Clients clients;

	private final IssuedTokens tokens;

	TokenIntrospectionProvider(Clients clients, IssuedTokens tokens) {
		this.clients = clients;
		this.tokens = tokens;
	}

	@Override
	public Authentication authenticate(Authentication authentication) {
		OAuth2TokenIntrospectionAuthenticationToken request = (OAuth2TokenIntrospectionAuthenticationToken) authentication;
		AuthenticatedClient caller = AuthenticatedClient.of(request, this.clients);
		if (ClientAuthenticationMethod.NONE.equals(caller.authentication().getClientAuthenticationMethod())) {
			throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
		}
		boolean revoke = Boolean.parseBoolean(String.valueOf(request.getAdditionalParameters().get(REVOKE)));
		if (revoke && !caller.client().scopes().contains(IssuedTokens.MAY_REVOKE)) {
			throw TokenRequestRefused.unauthorizedClient();
		}
		Optional<IssuedToken> token = this.tokens.find(request.getToken());
		Optional<IssuedToken> described = token.filter(this.tokens::isActive)
			.filter((each) -> revoke || maySee(caller.client(), each));
		if (revoke) {
			token.ifPresent((each) -> this.tokens.revoke(each, caller.client().clientId()));
		}
		OAuth2TokenIntrospection answer = described.flatMap(IssuedToken::accessToken)
			.map((jwt) -> describe(jwt, !revoke))
			.orElseGet(() -> OAuth2TokenIntrospection.builder(false).build());
		return new OAuth2TokenIntrospectionAuthenticationToken(request.getToken(),
				(Authentication) Objects.requireNonNull(request.getPrincipal()), answer);
	}

	@Override
	public boolean supports(Class<?> authentication) {
		return OAuth2TokenIntrospectionAuthenticationToken.class.isAssignableFrom(authentication);
	}

	private static boolean maySee(Client client, IssuedToken token) {
		List<String> audience = token.accessToken().map(Jwt::getAudience).orElse(List.of());
		return client.scopes().contains(IssuedTokens.MAY_INTROSPECT)
				|| audience.stream().anyMatch(Set.copyOf(client.resources())::contains);
	}

	private static OAuth2TokenIntrospection describe(Jwt token, boolean active) {
		Map<String, Object> said = token.getClaims();
		return OAuth2TokenIntrospection.builder(active).claims((claims) -> {
			claims.putAll(said);
			claims.keySet().removeAll(Set.of(TokenEpochs.USER_EPOCH, TokenEpochs.CLIENT_EPOCH));
			if (said.get(OAuth2ParameterNames.SCOPE) instanceof String scope) {
				claims.put(OAuth2ParameterNames.SCOPE, List.of(StringUtils.tokenizeToStringArray(scope, " ")));
			}
		}).tokenType(OAuth2AccessToken.TokenType.BEARER.getValue()).build();
	}

}
