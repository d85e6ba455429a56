package io.wegrant.resourceserver.boot;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import io.wegrant.resourceserver.AccessTokenVerifier;
import io.wegrant.resourceserver.spring.VerifierHealth;

/**
 * Reports whether tokens can be checked, and how fresh the knowledge is they are checked
 * with, as {@link VerifierHealth} has it.
 */
final class WegrantHealthIndicator extends AbstractHealthIndicator {

	private final AccessTokenVerifier verifier;

	WegrantHealthIndicator(AccessTokenVerifier verifier) {
		super("The state of keys and revocations cannot be read");
		this.verifier = verifier;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		VerifierHealth health = VerifierHealth.of(this.verifier.state());
		builder.status(new Status(health.status(), health.description())).withDetails(health.details());
	}

}
