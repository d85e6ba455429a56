package io.wegrant.resourceserver;

import java.security.Key;
import java.util.List;
import java.util.Set;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import org.jspecify.annotations.Nullable;

/**
 * Selects the key of the provider that a token, or an answer of the feed, names, or none.
 * <p>
 * It must name its key by {@code kid}. One that brings its own key, or says where to
 * fetch it, is refused rather than ignored (RFC 8725 section 3.10), and so is one that
 * demands an extension by {@code crit}, since none is understood here (RFC 7515 section
 * 4.1.11).
 */
final class ProviderKeySelector implements JWSKeySelector<SecurityContext> {

	private static final Set<String> REFUSED = Set.of("jwk", "jku", "x5u", "x5c", "crit");

	private final JWSKeySelector<SecurityContext> providerKeys;

	ProviderKeySelector(Set<JWSAlgorithm> algorithms, JWKSource<SecurityContext> keys) {
		this.providerKeys = new JWSVerificationKeySelector<>(algorithms, keys);
	}

	@Override
	public List<? extends Key> selectJWSKeys(JWSHeader header, @Nullable SecurityContext context)
			throws KeySourceException {
		boolean refused = header.getIncludedParams().stream().anyMatch(REFUSED::contains);
		if (refused || header.getKeyID() == null || header.getKeyID().isBlank()) {
			return List.of();
		}
		return this.providerKeys.selectJWSKeys(header, context);
	}

}
