package io.wegrant.server.revocation;

import java.util.Collection;
import java.util.List;
import java.util.Objects;

import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtGrantedAuthoritiesConverter;

import io.wegrant.server.sessions.SessionTokens;

/**
 * Finds who calls and what the caller may do: a client, by its scopes. A token of a
 * session is a user's and allows nothing here, whatever its scopes are.
 */
public final class ClientTokenConverter implements Converter<Jwt, AbstractAuthenticationToken> {

	private final JwtGrantedAuthoritiesConverter scopes = new JwtGrantedAuthoritiesConverter();

	@Override
	public AbstractAuthenticationToken convert(Jwt token) {
		Collection<GrantedAuthority> authorities = token.hasClaim(SessionTokens.SID) ? List.of()
				: this.scopes.convert(token);
		return new JwtAuthenticationToken(token, authorities,
				Objects.requireNonNull(token.getClaimAsString(OAuth2ParameterNames.CLIENT_ID)));
	}

}
