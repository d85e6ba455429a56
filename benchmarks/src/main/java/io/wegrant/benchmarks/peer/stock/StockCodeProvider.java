package io.wegrant.benchmarks.peer.stock;

import java.security.Principal;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.ClaimAccessor;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.token.DefaultOAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;

/**
 * Exchanges a code as the guide's provider does, and has a refresh token made as the
 * framework's own providers do.
 */
final class StockCodeProvider implements AuthenticationProvider {

	private final WechatUsers users;

	private final OAuth2AuthorizationService authorizations;

	private final OAuth2TokenGenerator<? extends OAuth2Token> tokens;

	StockCodeProvider(WechatUsers users, OAuth2AuthorizationService authorizations,
			OAuth2TokenGenerator<? extends OAuth2Token> tokens) {
		this.users = users;
		this.authorizations = authorizations;
		this.tokens = tokens;
	}

	@Override
	public Authentication authenticate(Authentication authentication) {
		StockCodeToken grant = (StockCodeToken) authentication;
		if (!(grant.getPrincipal() instanceof OAuth2ClientAuthenticationToken principal)
				|| !principal.isAuthenticated()) {
			throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
		}
		RegisteredClient client = Objects.requireNonNull(principal.getRegisteredClient());
		if (!client.getAuthorizationGrantTypes().contains(StockCodeToken.WECHAT_CODE)) {
			throw new OAuth2AuthenticationException(OAuth2ErrorCodes.UNAUTHORIZED_CLIENT);
		}
		Authentication user = UsernamePasswordAuthenticationToken.authenticated(this.users.logIn(grant.code()), null,
				List.of(new SimpleGrantedAuthority("ROLE_USER")));
		DefaultOAuth2TokenContext.Builder context = DefaultOAuth2TokenContext.builder()
			.registeredClient(client)
			.principal(user)
			.authorizationServerContext(Objects.requireNonNull(AuthorizationServerContextHolder.getContext()))
			.authorizedScopes(client.getScopes())
			.authorizationGrantType(StockCodeToken.WECHAT_CODE)
			.authorizationGrant(grant);
		OAuth2Token generated = generate(context.tokenType(OAuth2TokenType.ACCESS_TOKEN).build());
		OAuth2AccessToken accessToken = accessToken(generated, client.getScopes());
		OAuth2RefreshToken refreshToken = (OAuth2RefreshToken) generate(
				context.tokenType(OAuth2TokenType.REFRESH_TOKEN).build());
		this.authorizations.save(OAuth2Authorization.withRegisteredClient(client)
			.principalName(user.getName())
			.authorizationGrantType(StockCodeToken.WECHAT_CODE)
			.authorizedScopes(client.getScopes())
			.attribute(Principal.class.getName(), user)
			.token(accessToken,
					(metadata) -> metadata.put(OAuth2Authorization.Token.CLAIMS_METADATA_NAME,
							((ClaimAccessor) generated).getClaims()))
			.refreshToken(refreshToken)
			.build());
		return new OAuth2AccessTokenAuthenticationToken(client, principal, accessToken, refreshToken);
	}

	@Override
	public boolean supports(Class<?> authentication) {
		return StockCodeToken.class.isAssignableFrom(authentication);
	}

	private OAuth2Token generate(DefaultOAuth2TokenContext context) {
		OAuth2Token token = this.tokens.generate(context);
		if (token == null) {
			throw new OAuth2AuthenticationException(OAuth2ErrorCodes.SERVER_ERROR);
		}
		return token;
	}

	private static OAuth2AccessToken accessToken(OAuth2Token generated, Set<String> scopes) {
		return new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, generated.getTokenValue(),
				generated.getIssuedAt(), generated.getExpiresAt(), scopes);
	}

}
