package io.wegrant.resourceserver;

import java.util.Set;
import java.util.stream.Collectors;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.BadJWSException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Checks an access token (RFC 9068) that has not been seen before: first its length and
 * spelling, then type, algorithm, key and signature, then the claims.
 * <p>
 * A token that is refused is a {@link RefusedTokenException}. Any other
 * {@link org.springframework.security.oauth2.jwt.JwtException} says that no key of the
 * provider could be had, which is not the token's fault.
 */
final class AccessTokenVerifier {

	private static final JOSEObjectTypeVerifier<SecurityContext> ACCESS_TOKEN = new DefaultJOSEObjectTypeVerifier<>(
			new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt"));

	private final NimbusJwtDecoder decoder;

	private final AccessTokenValidator claims;

	private final long maxLength;

	AccessTokenVerifier(WegrantResourceServerProperties properties, ProviderKeys keys, Signatures signatures,
			AccessTokenValidator claims) {
		this.decoder = new NimbusJwtDecoder(processor(properties.algorithms(), keys, signatures));
		this.decoder.setJwtValidator((token) -> OAuth2TokenValidatorResult.success());
		this.claims = claims;
		this.maxLength = properties.maxTokenSize().toBytes();
	}

	private static DefaultJWTProcessor<SecurityContext> processor(Set<SignatureAlgorithm> algorithms, ProviderKeys keys,
			Signatures signatures) {
		DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
		processor.setJWSVerifierFactory(signatures.verifiers());
		processor.setJWSTypeVerifier(AccessTokenVerifier::verifyType);
		processor.setJWSKeySelector(new ProviderKeySelector(algorithms.stream()
			.map((algorithm) -> JWSAlgorithm.parse(algorithm.getName()))
			.collect(Collectors.toUnmodifiableSet()), keys::get));
		// The claims have one judge, the validator above.
		processor.setJWTClaimsSetVerifier((claims, context) -> {
		});
		return processor;
	}

	/**
	 * Checks a token in full.
	 * @param token the text that a request has brought
	 * @return the token, found good
	 */
	VerifiedToken verify(String token) {
		if (token.length() > this.maxLength) {
			throw new RefusedTokenException(TokenResult.MALFORMED,
					"The token is longer than " + this.maxLength + " characters");
		}
		TokenSpelling.check(token);
		Jwt jwt = decode(token);
		this.claims.validate(jwt);
		return VerifiedToken.of(jwt);
	}

	private Jwt decode(String token) {
		try {
			return this.decoder.decode(token);
		}
		catch (BadJwtException ex) {
			throw new RefusedTokenException(rule(ex.getCause()), "The token cannot be verified", ex);
		}
	}

	private static TokenResult rule(@Nullable Throwable cause) {
		if (cause instanceof WrongTypeException) {
			return TokenResult.TYPE;
		}
		if (cause instanceof BadJWSException) {
			return TokenResult.SIGNATURE;
		}
		boolean noKey = cause instanceof BadJOSEException && !(cause instanceof BadJWTException);
		return noKey ? TokenResult.KEY : TokenResult.MALFORMED;
	}

	private static void verifyType(@Nullable JOSEObjectType type, @Nullable SecurityContext context)
			throws BadJOSEException {
		try {
			ACCESS_TOKEN.verify(type, context);
		}
		catch (BadJOSEException ex) {
			throw new WrongTypeException(ex);
		}
	}

	/**
	 * Tells a wrong type from the other refusals of the library.
	 */
	private static final class WrongTypeException extends BadJOSEException {

		private static final long serialVersionUID = 1L;

		private WrongTypeException(BadJOSEException cause) {
			super(cause.getMessage(), cause);
		}

	}

}
