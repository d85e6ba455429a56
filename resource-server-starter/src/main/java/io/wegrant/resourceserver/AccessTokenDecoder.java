package io.wegrant.resourceserver;

import java.io.Closeable;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Decodes access tokens (RFC 9068): first their length, then type, algorithm, key and
 * signature, then the claims.
 * <p>
 * A token that is refused is a {@link BadJwtException}. Any other
 * {@link org.springframework.security.oauth2.jwt.JwtException} says that no key of the
 * provider could be had, which is not the token's fault.
 */
final class AccessTokenDecoder implements JwtDecoder, Closeable {

	private final NimbusJwtDecoder decoder;

	private final long maxLength;

	private final ProviderKeys keys;

	AccessTokenDecoder(WegrantResourceServerProperties properties, ProviderKeys keys,
			OAuth2TokenValidator<Jwt> validator) {
		this.decoder = new NimbusJwtDecoder(processor(properties.algorithms(), keys));
		this.decoder.setJwtValidator(validator);
		this.maxLength = properties.maxTokenSize().toBytes();
		this.keys = keys;
	}

	private static DefaultJWTProcessor<SecurityContext> processor(Set<SignatureAlgorithm> algorithms,
			ProviderKeys keys) {
		DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
		processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt"),
				new JOSEObjectType("application/at+jwt")));
		processor.setJWSKeySelector(new AccessTokenKeySelector(algorithms.stream()
			.map((algorithm) -> JWSAlgorithm.parse(algorithm.getName()))
			.collect(Collectors.toUnmodifiableSet()), keys));
		// The claims have one judge, the validator above.
		processor.setJWTClaimsSetVerifier((claims, context) -> {
		});
		return processor;
	}

	@Override
	public Jwt decode(String token) {
		if (token.length() > this.maxLength) {
			throw new BadJwtException("The token is longer than " + this.maxLength + " characters");
		}
		return this.decoder.decode(token);
	}

	@Override
	public void close() throws IOException {
		this.keys.close();
	}

}
