package io.wegrant.server.keys;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.clients.Clients;
import io.wegrant.server.secrets.MasterKeyset;
import io.wegrant.server.storage.AfterCommit;

/**
 * The changes in the life of signing keys. Any number of nodes may try the same at once:
 * each change claims the keys of its algorithm, and looks again before it is made.
 * <p>
 * Times are written ahead. What they bring about later, the switch from one key to the
 * next, needs no change and no database.
 */
public final class SigningKeyRotation {

	/** The algorithm that always has a key: the revocation feed is signed with it. */
	static final String DEFAULT_ALGORITHM = JWSAlgorithm.ES256.getName();

	private static final Logger logger = LoggerFactory.getLogger(SigningKeyRotation.class);

	private static final int RSA_BITS = 2048;

	private final SigningKeyRows rows;

	private final MasterKeyset keyset;

	private final Clients clients;

	private final KeysProperties properties;

	private final TransactionTemplate transactions;

	private final ApplicationEventPublisher events;

	private final Clock clock;

	SigningKeyRotation(SigningKeyRows rows, MasterKeyset keyset, Clients clients, KeysProperties properties,
			TransactionTemplate transactions, ApplicationEventPublisher events, Clock clock) {
		this.rows = rows;
		this.keyset = keyset;
		this.clients = clients;
		this.properties = properties;
		this.transactions = transactions;
		this.events = events;
		this.clock = clock;
	}

	/**
	 * Returns the algorithms that have keys.
	 * @return those that some client needs, and that of the revocation feed
	 */
	public Set<String> algorithms() {
		Set<String> algorithms = new TreeSet<>(this.clients.accessTokenAlgorithms());
		algorithms.add(DEFAULT_ALGORITHM);
		return algorithms;
	}

	/**
	 * Lists the keys, as stored now.
	 * @return the keys of each algorithm, the oldest first
	 */
	public List<SigningKeyDetails> list() {
		Instant now = now();
		return this.rows.all().stream().map((row) -> SigningKeyDetails.of(row, now)).toList();
	}

	/**
	 * Begins a rotation, unless one has begun, in the caller's transaction.
	 * @param algorithm an algorithm that has keys
	 * @return the next key
	 */
	public Begun rotate(String algorithm) {
		List<SigningKeyRow> keys = claimed(algorithm);
		Instant now = now();
		Optional<SigningKeyRow> pending = pending(usable(keys, now), now);
		SigningKeyRow next = pending.orElseGet(() -> add(algorithm, keys, now));
		return new Begun(SigningKeyDetails.of(next, now), pending.isEmpty());
	}

	/**
	 * Withdraws a key, in the caller's transaction: it is published and signed with no
	 * more, and its tokens are no good. If it was the active one, the next one becomes
	 * active at once.
	 * @param kid the key
	 * @return whether that changed anything, or empty if there is no such key
	 */
	public Optional<Boolean> withdraw(String kid) {
		// MySQL takes trailing spaces for padding.
		Optional<SigningKeyRow> found = this.rows.findByKid(kid).filter((row) -> row.kid().equals(kid));
		if (found.isEmpty()) {
			return Optional.empty();
		}
		List<SigningKeyRow> keys = claimed(found.get().algorithm());
		return keys.stream().filter((row) -> row.kid().equals(kid)).findFirst().map((row) -> withdraw(row, keys));
	}

	/**
	 * Withdraws a key that services were told was withdrawn, while its row says nothing
	 * of it: the database has lost that change.
	 * @param kid the key
	 */
	void withdrawAgain(String kid) {
		this.transactions.executeWithoutResult((status) -> {
			if (withdraw(kid).orElse(false)) {
				AfterCommit.run(() -> logger
					.warn("The database has lost that signing key {} was withdrawn, and services know", kid));
			}
		});
	}

	private boolean withdraw(SigningKeyRow key, List<SigningKeyRow> keys) {
		Instant now = now();
		if (key.withdrawnAt() != null) {
			return false;
		}
		this.rows.withdraw(id(key), now);
		List<SigningKeyRow> usable = usable(keys, now).stream().filter((row) -> !row.equals(key)).toList();
		KeyState state = key.stateAt(now);
		if (state == KeyState.ACTIVE) {
			replace(key.algorithm(), keys, usable, now);
		}
		if (state == KeyState.PENDING) {
			usable.forEach((row) -> this.rows.keep(id(row)));
		}
		this.events.publishEvent(new KeyWithdrawn(key.kid(), now.plus(this.properties.overlap())));
		AfterCommit.run(() -> logger.warn("Signing key {} was withdrawn", key.kid()));
		return true;
	}

	private void replace(String algorithm, List<SigningKeyRow> keys, List<SigningKeyRow> usable, Instant now) {
		Optional<SigningKeyRow> pending = pending(usable, now);
		if (pending.isPresent()) {
			this.rows.activate(id(pending.get()), now);
		}
		else {
			save(algorithm, nextSequence(keys), now, now);
		}
	}

	/**
	 * Does what is due by the clock.
	 * @param stored the keys as read just now
	 * @return whether anything was changed
	 */
	boolean keepUp(List<SigningKeyRow> stored) {
		Instant now = now();
		boolean changed = stored.isEmpty() ? makeFirst() : makeNext(stored, now);
		if (stored.stream().anyMatch((row) -> row.overlapMillis() < overlapMillis())) {
			this.rows.extend(overlapMillis());
			changed = true;
		}
		if (stored.stream().anyMatch((row) -> row.privateKey() != null && row.stateAt(now) == KeyState.RETIRING)) {
			this.rows.erase(now);
			changed = true;
		}
		if (stored.stream().anyMatch((row) -> row.isGoneAt(now))) {
			this.rows.deleteGone(now);
			changed = true;
		}
		return changed;
	}

	// Nobody has cached what was never published: the first keys are signed with at once.
	private boolean makeFirst() {
		try {
			this.transactions.executeWithoutResult((status) -> {
				Instant now = now();
				algorithms().forEach((algorithm) -> save(algorithm, 1, now, now));
			});
		}
		catch (DuplicateKeyException ex) {
			logger.info("Another node made the first signing keys");
		}
		return true;
	}

	private boolean makeNext(List<SigningKeyRow> stored, Instant now) {
		Set<String> needed = algorithms();
		boolean changed = false;
		for (String algorithm : needed) {
			if (isDue(of(algorithm, stored), now)) {
				changed = true;
				makeNext(algorithm);
			}
		}
		for (String algorithm : stored.stream().map(SigningKeyRow::algorithm).collect(Collectors.toSet())) {
			if (!needed.contains(algorithm) && !usable(of(algorithm, stored), now).isEmpty()) {
				changed = true;
				this.rows.retireAll(algorithm, now);
				logger.info("No client needs {} any more, its keys retire", algorithm);
			}
		}
		return changed;
	}

	private void makeNext(String algorithm) {
		try {
			this.transactions.executeWithoutResult((status) -> {
				List<SigningKeyRow> keys = claimed(algorithm);
				Instant now = now();
				if (isDue(keys, now)) {
					add(algorithm, keys, now);
				}
			});
		}
		catch (DuplicateKeyException ex) {
			logger.info("Another node made the next {} key", algorithm);
		}
	}

	private boolean isDue(List<SigningKeyRow> keys, Instant now) {
		List<SigningKeyRow> usable = usable(keys, now);
		Instant latest = now.minus(this.properties.rotationInterval()).plus(this.properties.pendingPeriod());
		return usable.stream().allMatch((row) -> !row.activatesAt().isAfter(latest));
	}

	// Without a key to sign with until this one has been published for long enough, it is
	// signed with at once.
	private SigningKeyRow add(String algorithm, List<SigningKeyRow> keys, Instant now) {
		List<SigningKeyRow> usable = usable(keys, now);
		boolean needed = usable.isEmpty() && DEFAULT_ALGORITHM.equals(algorithm);
		Instant activatesAt = needed ? now : now.plus(this.properties.pendingPeriod());
		usable.forEach((row) -> this.rows.retire(id(row), activatesAt));
		return save(algorithm, nextSequence(keys), now, activatesAt);
	}

	private SigningKeyRow save(String algorithm, int sequence, Instant now, Instant activatesAt) {
		JWK key = generate(algorithm);
		SigningKeyRow made = this.rows
			.save(new SigningKeyRow(null, algorithm, sequence, key.getKeyID(), key.toPublicJWK().toJSONString(),
					this.keyset.encrypt(key.toJSONString(), SigningKeys.context(key.getKeyID())), now, activatesAt,
					null, null, overlapMillis()));
		AfterCommit.run(() -> logger.info("{} key {} was made, to sign from {}", algorithm, made.kid(), activatesAt));
		return made;
	}

	private List<SigningKeyRow> claimed(String algorithm) {
		this.rows.claim(algorithm);
		return this.rows.findByAlgorithmOrderBySequence(algorithm);
	}

	// As precise as it is stored, so that all nodes say the same of a key.
	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
	}

	private long overlapMillis() {
		return this.properties.overlap().toMillis();
	}

	private static List<SigningKeyRow> of(String algorithm, List<SigningKeyRow> keys) {
		return keys.stream().filter((row) -> row.algorithm().equals(algorithm)).toList();
	}

	private static List<SigningKeyRow> usable(List<SigningKeyRow> keys, Instant now) {
		return keys.stream().filter((row) -> row.isUsableAt(now)).toList();
	}

	private static Optional<SigningKeyRow> pending(List<SigningKeyRow> usable, Instant now) {
		return usable.stream().filter((row) -> row.stateAt(now) == KeyState.PENDING).findFirst();
	}

	private static int nextSequence(List<SigningKeyRow> keys) {
		return keys.isEmpty() ? 1 : keys.get(keys.size() - 1).sequence() + 1;
	}

	private static long id(SigningKeyRow row) {
		return Objects.requireNonNull(row.id());
	}

	private static JWK generate(String algorithm) {
		try {
			JWSAlgorithm jws = JWSAlgorithm.parse(algorithm);
			return JWSAlgorithm.ES256.equals(jws)
					? new ECKeyGenerator(Curve.P_256).keyUse(KeyUse.SIGNATURE)
						.algorithm(jws)
						.keyIDFromThumbprint(true)
						.generate()
					: new RSAKeyGenerator(RSA_BITS).keyUse(KeyUse.SIGNATURE)
						.algorithm(jws)
						.keyIDFromThumbprint(true)
						.generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException("Key generation failed", ex);
		}
	}

	/**
	 * A rotation that has begun.
	 *
	 * @param key the key that will be signed with
	 * @param isNew whether it was made by this request
	 */
	public record Begun(SigningKeyDetails key, boolean isNew) {

	}

}
