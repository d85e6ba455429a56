package io.wegrant.server.keys;

import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.transaction.TransactionException;
import org.springframework.util.function.SingletonSupplier;

import io.wegrant.server.authorization.HeardRevocations;
import io.wegrant.server.authorization.TokenSpelling;
import io.wegrant.server.secrets.MasterKeyset;
import io.wegrant.server.storage.DatabaseFault;

/**
 * The keys that this node knows: it verifies with those that are published, and signs
 * with the active one. They are in memory and read again at an interval; which one is
 * active says the clock. While the database is away, the last ones stay in force.
 * <p>
 * A node that has not read the keys for so long that one of them may have retired without
 * its knowledge, reads them before it signs, or does not sign. So does one that has heard
 * that the key it would sign with was withdrawn.
 */
public final class SigningKeys implements JWKSource<SecurityContext>, JwtEncoder {

	private static final Logger logger = LoggerFactory.getLogger(SigningKeys.class);

	private static final int ATTEMPTS_AT_START = 5;

	private final SigningKeyRows rows;

	private final SigningKeyRotation rotation;

	private final MasterKeyset keyset;

	private final KeysProperties properties;

	private final SingletonSupplier<HeardRevocations> heard;

	private final Clock clock;

	private final Map<String, String> logged = new ConcurrentHashMap<>();

	private volatile Known known = new Known(List.of(), Instant.MIN);

	private volatile Instant pausedUntil = Instant.MIN;

	SigningKeys(SigningKeyRows rows, SigningKeyRotation rotation, MasterKeyset keyset, KeysProperties properties,
			SingletonSupplier<HeardRevocations> heard, Clock clock) {
		this.rows = rows;
		this.rotation = rotation;
		this.keyset = keyset;
		this.properties = properties;
		this.heard = heard;
		this.clock = clock;
		start();
	}

	/**
	 * Selects keys to verify with.
	 */
	@Override
	public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) {
		return selector.select(published());
	}

	/**
	 * Returns the public parts.
	 * @return the JWK Set of RFC 7517 section 5 that services verify tokens with
	 */
	JWKSet published() {
		Instant now = this.clock.instant();
		return new JWKSet(this.known.keys()
			.stream()
			.filter((key) -> key.row().isPublishedAt(now))
			.map(SigningKey::publicKey)
			.toList());
	}

	/**
	 * Signs with the active key of the algorithm that the header names. Before the first
	 * key of an algorithm is active, the default algorithm takes its place.
	 * @throws org.springframework.dao.DataAccessException if this node cannot know which
	 * key is active, because it cannot read the keys, or knows that it was withdrawn
	 */
	@Override
	public Jwt encode(JwtEncoderParameters parameters) {
		JwsHeader header = parameters.getJwsHeader();
		String wanted = (header != null) ? header.getAlgorithm().getName() : SigningKeyRotation.DEFAULT_ALGORITHM;
		SigningKey key = signing(wanted);
		SignatureAlgorithm algorithm = SignatureAlgorithm.valueOf(key.row().algorithm());
		JwsHeader.Builder builder = (header != null) ? JwsHeader.from(header) : JwsHeader.with(algorithm);
		return spelled(key.encoder()
			.orElseThrow()
			.encode(JwtEncoderParameters.from(builder.algorithm(algorithm).build(), parameters.getClaims())));
	}

	// Every other ES256 signature is the one of two that nobody takes.
	private static Jwt spelled(Jwt signed) {
		return new Jwt(TokenSpelling.theOne(signed.getTokenValue()), signed.getIssuedAt(), signed.getExpiresAt(),
				signed.getHeaders(), signed.getClaims());
	}

	private SigningKey signing(String algorithm) {
		Instant now = this.clock.instant();
		if (isStale(now)) {
			reloadStale(now);
		}
		SigningKey key = usable(algorithm);
		if (isWithdrawn(key)) {
			replaceWithdrawn(algorithm);
			key = usable(algorithm);
		}
		if (isWithdrawn(key)) {
			throw new DataAccessResourceFailureException(
					"Signing key " + key.row().kid() + " was withdrawn, and the next one cannot be read");
		}
		return key;
	}

	private SigningKey usable(String algorithm) {
		Instant now = this.clock.instant();
		Known keys = this.known;
		return keys.active(algorithm, now)
			.or(() -> keys.active(SigningKeyRotation.DEFAULT_ALGORITHM, now))
			// The clock of another node is ahead, and the key that is active here is
			// erased.
			.or(() -> keys.next(SigningKeyRotation.DEFAULT_ALGORITHM, now))
			.orElseThrow(() -> new DataAccessResourceFailureException("There is no key to sign with"));
	}

	// Of a key that is withdrawn services have heard, too, and refuse what it signs.
	private boolean isWithdrawn(SigningKey key) {
		return this.heard.obtain().isKeyWithdrawn(key.row().kid());
	}

	// One request tries for all of them.
	private synchronized void replaceWithdrawn(String algorithm) {
		if (isWithdrawn(usable(algorithm)) && !isPaused()) {
			reload();
		}
		SigningKey key = usable(algorithm);
		if (isWithdrawn(key) && !isPaused()) {
			tryTo(() -> {
				this.rotation.withdrawAgain(key.row().kid());
				read();
			});
		}
	}

	private boolean isPaused() {
		return this.clock.instant().isBefore(this.pausedUntil);
	}

	private boolean isStale(Instant now) {
		return now.isAfter(this.known.readAt().plus(this.properties.lease()));
	}

	// One request tries for all of them.
	private synchronized void reloadStale(Instant now) {
		if (isStale(now) && !now.isBefore(this.pausedUntil)) {
			reload();
		}
		if (isStale(now)) {
			throw new DataAccessResourceFailureException("The signing keys were last read at " + this.known.readAt());
		}
	}

	/**
	 * Reads the keys again.
	 */
	public synchronized void reload() {
		tryTo(this::read);
	}

	@Scheduled(fixedDelayString = "#{@keysReloadInterval}", initialDelayString = "#{@keysReloadInterval}")
	synchronized void refresh() {
		tryTo(this::keepUp);
	}

	private void tryTo(Runnable read) {
		try {
			read.run();
		}
		catch (DataAccessException | TransactionException ex) {
			this.pausedUntil = this.clock.instant().plus(this.properties.reloadInterval());
			logger.warn("The signing keys could not be read again, the last known ones stay in force: {}",
					DatabaseFault.of(ex).summary());
		}
		catch (RuntimeException ex) {
			logger.error("The signing keys were not brought up to date", ex);
		}
	}

	private synchronized void start() {
		for (int attempt = 1;; attempt++) {
			try {
				keepUp();
				return;
			}
			catch (DataAccessException | TransactionException ex) {
				if (!DatabaseFault.of(ex).isUndone() || attempt == ATTEMPTS_AT_START) {
					throw ex;
				}
				logger.info("Another node is changing the signing keys too");
			}
		}
	}

	private void keepUp() {
		if (this.rotation.keepUp(read())) {
			read();
		}
	}

	private List<SigningKeyRow> read() {
		Instant now = this.clock.instant();
		List<SigningKeyRow> stored = this.rows.all();
		take(stored, now);
		return stored;
	}

	private void take(List<SigningKeyRow> stored, Instant now) {
		Map<String, SigningKey> before = this.known.keys()
			.stream()
			.collect(Collectors.toMap((key) -> key.row().kid(), Function.identity()));
		this.known = new Known(stored.stream().map((row) -> key(row, before.get(row.kid()), now)).toList(), now);
		this.pausedUntil = Instant.MIN;
		logSwitches(now);
	}

	private SigningKey key(SigningKeyRow row, @Nullable SigningKey before, Instant now) {
		Optional<JwtEncoder> encoder = Optional.empty();
		if (row.isUsableAt(now)) {
			encoder = (before != null) ? before.encoder() : Optional.empty();
			encoder = encoder.or(() -> Optional.of(encoder(row)));
		}
		return new SigningKey(row, (before != null) ? before.publicKey() : parse(row.publicKey(), row), encoder);
	}

	// It keeps the key, so each key has its own, and both are forgotten together.
	private JwtEncoder encoder(SigningKeyRow row) {
		String jwk = this.keyset.decrypt(Objects.requireNonNull(row.privateKey()), context(row.kid()));
		return new NimbusJwtEncoder(new ImmutableJWKSet<>(new JWKSet(parse(jwk, row))));
	}

	private void logSwitches(Instant now) {
		this.rotation.algorithms().forEach((algorithm) -> this.known.active(algorithm, now).ifPresent((key) -> {
			String kid = key.row().kid();
			if (!kid.equals(this.logged.put(algorithm, kid))) {
				logger.info("Signing {} with key {}", algorithm, kid);
			}
		}));
	}

	private static JWK parse(String jwk, SigningKeyRow row) {
		try {
			return JWK.parse(jwk);
		}
		catch (ParseException ex) {
			throw new IllegalStateException("The stored signing key " + row.kid() + " is not a JWK", ex);
		}
	}

	// The place of a private part, to which its ciphertext is bound.
	static String context(String kid) {
		return SigningKeyRow.PRIVATE_KEY.context(List.of(kid));
	}

	/**
	 * A key in memory.
	 *
	 * @param encoder signs with its private part; empty for one that is signed with no
	 * more
	 */
	private record SigningKey(SigningKeyRow row, JWK publicKey, Optional<JwtEncoder> encoder) {

		private boolean isUsableAt(Instant now) {
			return this.encoder.isPresent() && this.row.isUsableAt(now);
		}

	}

	/**
	 * What was read at once.
	 */
	private record Known(List<SigningKey> keys, Instant readAt) {

		private Optional<SigningKey> active(String algorithm, Instant now) {
			return usable(algorithm, now).filter((key) -> key.row().stateAt(now) == KeyState.ACTIVE)
				.reduce((earlier, later) -> later);
		}

		private Optional<SigningKey> next(String algorithm, Instant now) {
			return usable(algorithm, now).findFirst();
		}

		private Stream<SigningKey> usable(String algorithm, Instant now) {
			return this.keys.stream().filter((key) -> key.row().algorithm().equals(algorithm) && key.isUsableAt(now));
		}

	}

}
