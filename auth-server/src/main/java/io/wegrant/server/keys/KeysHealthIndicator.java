package io.wegrant.server.keys;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.stereotype.Component;

import io.wegrant.server.secrets.MasterKeyset;

/**
 * Reports whether this node can sign, and authenticate with the master keyset, by doing
 * both.
 */
@Component
final class KeysHealthIndicator extends AbstractHealthIndicator {

	private static final JwtEncoderParameters PROBE = JwtEncoderParameters.from(
			JwsHeader.with(SignatureAlgorithm.ES256).type("probe").build(),
			JwtClaimsSet.builder().claim("probe", true).build());

	private final JwtEncoder signingKeys;

	private final MasterKeyset keyset;

	KeysHealthIndicator(JwtEncoder signingKeys, MasterKeyset keyset) {
		super("The keys cannot be used");
		this.signingKeys = signingKeys;
		this.keyset = keyset;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		byte[] probe = { 0 };
		boolean usable = this.keyset.isAuthentic(this.keyset.authenticate(probe), probe);
		Object kid = this.signingKeys.encode(PROBE).getHeaders().get("kid");
		builder.status(usable ? Status.UP : Status.OUT_OF_SERVICE).withDetail("kid", String.valueOf(kid));
	}

}
