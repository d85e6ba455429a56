package io.wegrant.resourceserver.spring;

import java.util.Map;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.MappedJwtClaimSetConverter;

import io.wegrant.resourceserver.AccessToken;

/**
 * Access tokens as Spring Security has them, one object for each token as long as that is
 * remembered.
 */
public final class AccessTokenJwts {

	private final Converter<Map<String, Object>, Map<String, Object>> claims = MappedJwtClaimSetConverter
		.withDefaults(Map.of());

	/** Keys are compared by identity, and given up with the verifier's memory of them. */
	private final Cache<AccessToken, Jwt> jwts = Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();

	/**
	 * Returns a token as Spring Security has it.
	 * @param token the token
	 * @return the same header and claims, times as instants, {@code aud} as a list
	 */
	public Jwt jwt(AccessToken token) {
		Jwt known = this.jwts.getIfPresent(token);
		if (known != null) {
			return known;
		}
		Jwt jwt = Jwt.withTokenValue(token.value())
			.headers((headers) -> headers.putAll(token.header()))
			.claims((claims) -> claims.putAll(this.claims.convert(token.claims())))
			.build();
		this.jwts.put(token, jwt);
		return jwt;
	}

}
