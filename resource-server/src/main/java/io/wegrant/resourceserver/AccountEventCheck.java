package io.wegrant.resourceserver;

import java.text.ParseException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEProcessor;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;

/**
 * Checks a Security Event Token (RFC 8417): first its length and spelling, then type,
 * algorithm, key and signature, then what it says.
 */
final class AccountEventCheck {

	/** What the provider signs with, whatever the service takes for access tokens. */
	private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.ES256, JWSAlgorithm.RS256);

	private final DefaultJOSEProcessor<SecurityContext> processor = new DefaultJOSEProcessor<>();

	private final AccountEventClaims claims;

	AccountEventCheck(ProviderKeys keys, Signatures signatures, AccountEventClaims claims) {
		this.processor.setJWSVerifierFactory(signatures.verifiers());
		this.processor.setJWSTypeVerifier(new TokenType("secevent+jwt"));
		this.processor.setJWSKeySelector(new ProviderKeySelector(ALGORITHMS, keys::get));
		this.claims = claims;
	}

	/**
	 * Checks an event.
	 * @param token the text that a request has brought
	 * @param waiting whether the check may wait for the provider
	 * @return the event, or that it is none that is known
	 * @throws NotAcceptedException if it is not good, or no key of the provider could be
	 * had
	 * @throws KeysAwaitedException if it cannot be told without waiting
	 */
	EventVerification check(String token, Waiting waiting) throws KeysAwaitedException {
		if (token.length() > AccountEventVerifier.MAX_LENGTH) {
			throw new NotAcceptedException(TokenResult.MALFORMED,
					"The token is longer than " + AccountEventVerifier.MAX_LENGTH + " characters");
		}
		TokenSpelling.check(token);
		return this.claims.read(document(verify(parse(token), waiting)));
	}

	private static JWSObject parse(String token) {
		try {
			return JWSObject.parse(token);
		}
		// Of some texts, such as a header that is null, the library makes other
		// exceptions.
		catch (ParseException | RuntimeException ex) {
			throw new NotAcceptedException(TokenResult.MALFORMED, "The token is no signed JWT", ex);
		}
	}

	private String verify(JWSObject token, Waiting waiting) throws KeysAwaitedException {
		try {
			return this.processor.process(token, waiting).toString();
		}
		catch (BadJOSEException ex) {
			TokenResult rule = TokenType.rule(ex);
			throw new NotAcceptedException(rule, (rule == TokenResult.TYPE) ? "The typ is not secevent+jwt"
					: "The token was not signed with a key of the issuer by an algorithm that is accepted", ex);
		}
		catch (KeysAwaitedException ex) {
			throw ex;
		}
		catch (JOSEException ex) {
			throw new NotAcceptedException(TokenResult.UNAVAILABLE, "No key of the provider can be had", ex);
		}
	}

	// Nobody but the provider has it read.
	private static Map<String, Object> document(String payload) {
		try {
			// null is null.
			return Objects.requireNonNull(JSONObjectUtils.parse(payload));
		}
		catch (ParseException | RuntimeException ex) {
			throw new NotAcceptedException(TokenResult.MALFORMED, "The claims are no JSON object", ex);
		}
	}

}
