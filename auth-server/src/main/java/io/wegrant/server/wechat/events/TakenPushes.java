package io.wegrant.server.wechat.events;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;

import io.wegrant.server.storage.Batches;

/**
 * Remembers what came under which signature, for all nodes: the row's primary key lets
 * one of several through, also on different members of a cluster. It is written in the
 * transaction of whatever the push brings about, so that a push that met an outage is new
 * when it comes again.
 */
final class TakenPushes {

	/**
	 * From the time that is signed: as long as the signature is good, and as long again,
	 * since the clocks of nodes differ.
	 */
	private static final Duration MEMORY = SignedRequest.WINDOW.multipliedBy(2);

	private static final int BATCH = 500;

	private static final Logger logger = LoggerFactory.getLogger(TakenPushes.class);

	private final JdbcClient jdbc;

	private final Clock clock;

	TakenPushes(JdbcClient jdbc, Clock clock) {
		this.jdbc = jdbc;
		this.clock = clock;
	}

	/**
	 * Notes what came under the signature of a request, in the caller's transaction.
	 * @param request the request, whose method and mini-program count too
	 * @param content what came
	 * @return how it came
	 */
	Coming note(SignedRequest request, byte[] content) {
		String signature = request.signatureOfBody();
		String digest = digest(request, content);
		try {
			this.jdbc
				.sql("INSERT INTO taken_push (signature, digest, expires_at) VALUES (:signature, :digest, :expiresAt)")
				.param("signature", signature)
				.param("digest", digest)
				.param("expiresAt", request.time().plus(MEMORY).toEpochMilli())
				.update();
			return Coming.FIRST;
		}
		catch (DuplicateKeyException ex) {
			int same = this.jdbc
				.sql("SELECT COUNT(*) FROM taken_push WHERE signature = :signature AND digest = :digest")
				.param("signature", signature)
				.param("digest", digest)
				.query(Integer.class)
				.single();
			return (same > 0) ? Coming.AGAIN : Coming.WITH_ANOTHER;
		}
	}

	@Scheduled(fixedDelay = 10, initialDelay = 10, timeUnit = TimeUnit.MINUTES)
	void purge() {
		Batches.delete("Signatures of pushes that are over", logger, this::purgeBatch);
	}

	private boolean purgeBatch() {
		List<String> over = this.jdbc
			.sql("SELECT signature FROM taken_push WHERE expires_at < :now ORDER BY expires_at LIMIT :limit")
			.param("now", this.clock.millis())
			.param("limit", BATCH)
			.query(String.class)
			.list();
		return !over.isEmpty() && this.jdbc.sql("DELETE FROM taken_push WHERE signature IN (:over)")
			.param("over", over)
			.update() == BATCH;
	}

	private static String digest(SignedRequest request, byte[] content) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			digest.update((request.method() + " " + request.appid().value() + "\n").getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(digest.digest(content));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	/**
	 * How something came under a signature.
	 */
	enum Coming {

		/** Nothing came under it before. */
		FIRST,

		/** The same came under it before. */
		AGAIN,

		/** Something else came under it before. */
		WITH_ANOTHER

	}

}
