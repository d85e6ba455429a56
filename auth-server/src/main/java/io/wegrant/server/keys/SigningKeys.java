package io.wegrant.server.keys;

import java.text.ParseException;
import java.time.Clock;
import java.util.List;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;

import io.wegrant.server.secrets.MasterKeyset;

/**
 * The keys that access tokens are signed with, read at start and kept in memory. The
 * first node that finds none makes one; it is stored with its private part encrypted, so
 * that the {@code kid} outlives restarts and is the same at all nodes.
 */
final class SigningKeys implements JWKSource<SecurityContext> {

	private static final Logger logger = LoggerFactory.getLogger(SigningKeys.class);

	private final SigningKeyRows rows;

	private final MasterKeyset keyset;

	private final Clock clock;

	private final JWKSet keys;

	SigningKeys(SigningKeyRows rows, MasterKeyset keyset, Clock clock) {
		this.rows = rows;
		this.keyset = keyset;
		this.clock = clock;
		this.keys = loadOrCreate();
	}

	@Override
	public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) {
		return selector.select(this.keys);
	}

	/**
	 * Returns the public parts.
	 * @return the JWK Set of RFC 7517 section 5 that services verify tokens with
	 */
	JWKSet published() {
		return this.keys.toPublicJWKSet();
	}

	private JWKSet loadOrCreate() {
		if (stored().isEmpty()) {
			create();
		}
		List<JWK> loaded = stored().stream().map(this::decrypt).toList();
		logger.info("Signing with key {}", loaded.get(loaded.size() - 1).getKeyID());
		return new JWKSet(loaded);
	}

	private List<SigningKeyRow> stored() {
		return this.rows.findByAlgorithmOrderBySequence(JWSAlgorithm.ES256.getName());
	}

	private void create() {
		ECKey key = generate();
		try {
			this.rows.save(new SigningKeyRow(null, JWSAlgorithm.ES256.getName(), 1, key.getKeyID(),
					key.toPublicJWK().toJSONString(), this.keyset.encrypt(key.toJSONString(), context(key.getKeyID())),
					this.clock.instant()));
		}
		catch (DuplicateKeyException ex) {
			logger.info("Another node made the first signing key");
		}
	}

	private JWK decrypt(SigningKeyRow row) {
		try {
			return JWK.parse(this.keyset.decrypt(row.privateKey(), context(row.kid())));
		}
		catch (ParseException ex) {
			throw new IllegalStateException("The stored signing key " + row.kid() + " is not a JWK", ex);
		}
	}

	private static ECKey generate() {
		try {
			return new ECKeyGenerator(Curve.P_256).keyUse(KeyUse.SIGNATURE)
				.algorithm(JWSAlgorithm.ES256)
				.keyIDFromThumbprint(true)
				.generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException("Key generation failed", ex);
		}
	}

	private static String context(String kid) {
		return "signing_key.private_key of " + kid;
	}

}
