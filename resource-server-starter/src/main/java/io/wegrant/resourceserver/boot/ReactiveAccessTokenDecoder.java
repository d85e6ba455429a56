package io.wegrant.resourceserver.boot;

import java.util.concurrent.CompletableFuture;

import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.wegrant.resourceserver.AccessTokenVerifier;
import io.wegrant.resourceserver.Verification;
import io.wegrant.resourceserver.spring.AccessTokenDecoder;
import io.wegrant.resourceserver.spring.AccessTokenJwts;

/**
 * Decodes access tokens without keeping an event loop waiting: asks the
 * {@link AccessTokenVerifier}, which nearly always answers from memory, and otherwise
 * waits for the provider's keys on a thread of its own.
 */
final class ReactiveAccessTokenDecoder implements ReactiveJwtDecoder {

	private final AccessTokenVerifier verifier;

	private final AccessTokenJwts jwts;

	ReactiveAccessTokenDecoder(AccessTokenVerifier verifier, AccessTokenJwts jwts) {
		this.verifier = verifier;
		this.jwts = jwts;
	}

	@Override
	public Mono<Jwt> decode(String token) {
		return Mono.defer(() -> verification(token))
			.map((verification) -> AccessTokenDecoder.jwt(verification, this.jwts));
	}

	// What has been waited for goes on with a thread of Reactor's, and leaves the one of
	// the verifier to others.
	private Mono<Verification> verification(String token) {
		CompletableFuture<Verification> verification = this.verifier.verifyAsync(token).toCompletableFuture();
		Mono<Verification> mono = Mono.fromFuture(verification);
		return verification.isDone() ? mono : mono.publishOn(Schedulers.parallel());
	}

}
