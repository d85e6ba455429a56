package io.wegrant.resourceserver;

import java.text.ParseException;
import java.util.Set;
import java.util.stream.Collectors;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;

/**
 * Checks an access token (RFC 9068) that has not been seen before: first its length and
 * spelling, then type, algorithm, key and signature, then the claims.
 */
final class FullCheck {

	private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

	private final ClaimRules rules;

	private final int maxLength;

	FullCheck(Set<String> algorithms, int maxLength, ProviderKeys keys, Signatures signatures, ClaimRules rules) {
		this.processor.setJWSVerifierFactory(signatures.verifiers());
		this.processor.setJWSTypeVerifier(new TokenType("at+jwt"));
		this.processor.setJWSKeySelector(new ProviderKeySelector(
				algorithms.stream().map(JWSAlgorithm::parse).collect(Collectors.toUnmodifiableSet()), keys::get));
		// The claims have one judge, the rules.
		this.processor.setJWTClaimsSetVerifier((claims, context) -> {
		});
		this.rules = rules;
		this.maxLength = maxLength;
	}

	/**
	 * Checks a token in full.
	 * @param token the text that a request has brought
	 * @param waiting whether the check may wait for the provider
	 * @return the token, found good
	 * @throws NotAcceptedException if it is not good, or no key of the provider could be
	 * had
	 * @throws KeysAwaitedException if it cannot be told without waiting
	 */
	VerifiedToken check(String token, Waiting waiting) throws KeysAwaitedException {
		if (token.length() > this.maxLength) {
			throw new NotAcceptedException(TokenResult.MALFORMED,
					"The token is longer than " + this.maxLength + " characters");
		}
		TokenSpelling.check(token);
		SignedJWT jwt = parse(token);
		JWTClaimsSet claims = verify(jwt, waiting);
		this.rules.check(claims);
		return VerifiedToken.of(new AccessToken(token, jwt.getHeader().toJSONObject(), claims.toJSONObject()));
	}

	private static SignedJWT parse(String token) {
		try {
			return SignedJWT.parse(token);
		}
		// Of some texts, such as a header that is null, the library makes other
		// exceptions.
		catch (ParseException | RuntimeException ex) {
			throw new NotAcceptedException(TokenResult.MALFORMED, "The token is no signed JWT", ex);
		}
	}

	private JWTClaimsSet verify(SignedJWT jwt, Waiting waiting) throws KeysAwaitedException {
		try {
			return this.processor.process(jwt, waiting);
		}
		catch (BadJOSEException ex) {
			throw new NotAcceptedException(TokenType.rule(ex), "The token cannot be verified", ex);
		}
		catch (KeysAwaitedException ex) {
			throw ex;
		}
		catch (JOSEException ex) {
			throw new NotAcceptedException(TokenResult.UNAVAILABLE, "No key of the provider can be had", ex);
		}
	}

}
