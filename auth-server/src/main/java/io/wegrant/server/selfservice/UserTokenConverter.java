package io.wegrant.server.selfservice;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtGrantedAuthoritiesConverter;

import io.wegrant.server.sessions.SessionTokens;

/**
 * Finds who calls: a user, by the session that the token belongs to. A service's own
 * token has no session and allows nothing here, whatever its scopes are.
 */
final class UserTokenConverter implements Converter<Jwt, AbstractAuthenticationToken> {

	/** What every token of a user's session allows. */
	static final String SESSION = "SESSION";

	private final JwtGrantedAuthoritiesConverter scopes = new JwtGrantedAuthoritiesConverter();

	@Override
	public AbstractAuthenticationToken convert(Jwt token) {
		return new JwtAuthenticationToken(token, authorities(token), Objects.requireNonNull(token.getSubject()));
	}

	private Collection<GrantedAuthority> authorities(Jwt token) {
		if (!token.hasClaim(SessionTokens.SID)) {
			return List.of();
		}
		List<GrantedAuthority> authorities = new ArrayList<>(this.scopes.convert(token));
		authorities.add(new SimpleGrantedAuthority(SESSION));
		return authorities;
	}

}
