package io.wegrant.resourceserver;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import com.nimbusds.jose.JWSAlgorithm;
import org.jspecify.annotations.Nullable;

/**
 * Verifies access tokens (RFC 9068) of one WeGrant provider for one service, and follows
 * what the provider revokes.
 * <p>
 * A service makes one and keeps it: <pre>{@code
 * AccessTokenVerifier verifier = AccessTokenVerifier.builder("https://login.example.com")
 *     .audience("https://shop.example.com")
 *     .build();
 * if (verifier.verify(token) instanceof Verification.Accepted accepted) {
 *     String user = accepted.token().subject();
 * }
 * }</pre> From {@link Builder#build()} to {@link #close()} two daemon threads fetch the
 * provider's keys ahead of time and hold a request for revocations open. A token that has
 * not been seen before costs a signature check, one that has been a look-up in memory;
 * whether it has expired or been revoked, and whether the provider still publishes its
 * key, is asked each time. All methods may be called by any number of threads at once.
 * <p>
 * What is logged goes to {@link System.Logger}s with the names of this package's classes.
 */
public final class AccessTokenVerifier implements AutoCloseable {

	/** Requests that may wait for the provider's keys at one time. */
	private static final int MOST_WAITING = 10_000;

	private final FullCheck full;

	private final TokenCache cache;

	private final ProviderClient provider;

	private final ProviderKeys keys;

	private final List<AccessTokenRule> rules;

	private final RevocationCheck revocationCheck;

	private final @Nullable RevocationsOfProvider revocations;

	private final long clockSkew;

	private final Duration retryAfter;

	private final Clock clock;

	private final OutcomeCounts<TokenResult> results = new OutcomeCounts<>(TokenResult.class);

	private final WaitingRoom<Verification> waiting = new WaitingRoom<>(MOST_WAITING, this::turnedAway);

	private final AccountEventVerifier accountEvents;

	private AccessTokenVerifier(Builder settings) {
		Issuer issuer = settings.issuer;
		Signatures signatures = new Signatures(settings.classLoader);
		this.clock = settings.clock;
		this.clockSkew = settings.clockSkew.toMillis();
		this.retryAfter = atLeastASecond(settings.keys.retryAfter());
		this.rules = List.copyOf(settings.rules);
		this.cache = new TokenCache(settings.tokenCacheSize, settings.clockSkew, this.clock);
		this.provider = new ProviderClient(issuer, settings.keys);
		this.keys = new ProviderKeys(this.provider, issuer, settings.keys, this.clock);
		this.full = new FullCheck(settings.algorithms, settings.maxTokenLength, this.keys, signatures,
				new ClaimRules(issuer, settings.audiences, settings.clockSkew, this.clock));
		RevocationSettings followed = settings.revocations;
		this.revocations = (followed != null) ? new RevocationsOfProvider(this.provider, this.keys, issuer,
				new RevocationPages(issuer, this.keys, signatures, settings.clockSkew, this.clock), followed,
				settings.clockSkew, this.clock) : null;
		this.revocationCheck = (this.revocations != null) ? this.revocations.known() : RevocationCheck.NONE;
		this.accountEvents = new AccountEventVerifier(
				new AccountEventCheck(this.keys, signatures,
						new AccountEventClaims(issuer, settings.audiences, settings.clockSkew, this.clock)),
				this.retryAfter);
	}

	private static Duration atLeastASecond(Duration time) {
		return (time.compareTo(Duration.ofSeconds(1)) > 0) ? time : Duration.ofSeconds(1);
	}

	/**
	 * Begins to describe a verifier.
	 * @param issuer the provider: the {@code issuer} of its metadata document (RFC 8414)
	 * and the {@code iss} of its tokens, character by character
	 * @return the description, to which at least {@link Builder#audience(String...) one
	 * audience} is to be added
	 * @throws IllegalArgumentException if that is no absolute http or https URL, or has a
	 * query or a fragment
	 */
	public static Builder builder(String issuer) {
		return new Builder(new Issuer(issuer));
	}

	/**
	 * Verifies a token. While no key of the provider is known, and for one token in a
	 * while that names an unknown key, it waits until the provider has answered, for some
	 * seconds at most; otherwise it answers at once.
	 * @param token the text that the request has brought as its bearer token
	 * @return what is found; never an exception because of the token
	 */
	public Verification verify(String token) {
		try {
			return verify(token, Waiting.ALLOWED);
		}
		catch (KeysAwaitedException ex) {
			throw new IllegalStateException("It may wait, and is asked not to", ex);
		}
	}

	/**
	 * Verifies a token without keeping the calling thread waiting for anything, as event
	 * loops need it. Nearly always the stage is complete when it is returned; where
	 * {@link #verify(String)} would wait, a thread of the verifier waits and completes
	 * it.
	 * @param token the text that the request has brought as its bearer token
	 * @return what is found; it never completes exceptionally because of the token
	 */
	public CompletionStage<Verification> verifyAsync(String token) {
		try {
			return CompletableFuture.completedStage(verify(token, Waiting.REFUSED));
		}
		catch (KeysAwaitedException ex) {
			return this.waiting.enter(() -> verify(token));
		}
	}

	private Verification turnedAway() {
		return counted(new Verification.Unavailable(TokenResult.UNAVAILABLE,
				"Too many requests wait for the provider's keys, or the verifier is closed", this.retryAfter));
	}

	private Verification verify(String token, Waiting waiting) throws KeysAwaitedException {
		try {
			VerifiedToken verified = verified(token, waiting);
			askRules(verified.token());
			this.revocationCheck.check(verified);
			return counted(verified.accepted());
		}
		catch (NotAcceptedException ex) {
			return counted(verification(ex));
		}
	}

	private Verification verification(NotAcceptedException cause) {
		return switch (cause.result()) {
			case UNAVAILABLE, STALE -> new Verification.Unavailable(cause.result(), cause.detail(), this.retryAfter);
			default -> new Verification.Refused(cause.result(), cause.detail());
		};
	}

	private Verification counted(Verification verification) {
		this.results.add(verification.result());
		return verification;
	}

	private VerifiedToken verified(String token, Waiting waiting) throws KeysAwaitedException {
		VerifiedToken known = known(token);
		if (known != null) {
			return known;
		}
		VerifiedToken verified = this.full.check(token, waiting);
		this.cache.keep(token, verified);
		return verified;
	}

	private @Nullable VerifiedToken known(String token) {
		VerifiedToken known = this.cache.find(token);
		if (known == null) {
			return null;
		}
		if (this.clock.millis() - this.clockSkew > known.expiresAt()) {
			throw new NotAcceptedException(TokenResult.EXPIRED, "The token is refused: it has expired");
		}
		if (!this.keys.contain(known.keyId())) {
			this.cache.drop(token);
			return null;
		}
		return known;
	}

	private void askRules(AccessToken token) {
		for (AccessTokenRule rule : this.rules) {
			Optional<String> refusal = rule.refusal(token);
			if (refusal.isPresent()) {
				throw new NotAcceptedException(TokenResult.SERVICE, refusal.get());
			}
		}
	}

	/**
	 * Returns what verifies the events by which the same provider tells the same service
	 * what has happened to accounts.
	 * @return the verifier, always the same one, which works as long as this one does
	 */
	public AccountEventVerifier accountEvents() {
		return this.accountEvents;
	}

	/**
	 * Returns how well tokens can be verified at the moment, for the health of the
	 * service.
	 * @return the state
	 */
	public VerifierState state() {
		RevocationsOfProvider followed = this.revocations;
		return new VerifierState(this.keys.age(), Optional.ofNullable(followed).map(RevocationsOfProvider::state));
	}

	/**
	 * Hands over what is counted and measured. The figures are read when they are asked
	 * for, so that a request pays nothing for them.
	 * @param meters where they go
	 */
	public void bindTo(Meters meters) {
		for (TokenResult result : TokenResult.values()) {
			meters.counter("tokens", "Access tokens that requests have brought", result.label(),
					() -> this.results.count(result));
		}
		String lookUps = "Look-ups of tokens among those already verified";
		meters.counter("token-cache", lookUps, "hit", () -> this.cache.stats().hitCount());
		meters.counter("token-cache", lookUps, "miss", () -> this.cache.stats().missCount());
		for (GuardedFetch.Result result : GuardedFetch.Result.values()) {
			meters.counter("keys.fetches", "Fetches of the provider's keys", result.label(),
					() -> this.keys.fetches().count(result));
		}
		if (this.revocations != null) {
			this.revocations.bindTo(meters);
		}
	}

	/**
	 * Ends what the verifier does in the background, within seconds. Tokens are still
	 * verified after that, with what is known; who waits for keys is told that they
	 * cannot be had.
	 */
	@Override
	public void close() {
		if (this.revocations != null) {
			this.revocations.close();
		}
		this.keys.stop();
		this.provider.close();
		this.waiting.close();
		this.accountEvents.close();
	}

	TokenCache cache() {
		return this.cache;
	}

	ProviderKeys keys() {
		return this.keys;
	}

	/**
	 * Returns what is known of revocations.
	 * @return what is known
	 * @throws IllegalStateException if they are not followed
	 */
	RevocationsOfProvider revocations() {
		if (this.revocations == null) {
			throw new IllegalStateException("Revocations are not followed");
		}
		return this.revocations;
	}

	private void start() {
		this.keys.start();
		if (this.revocations != null) {
			this.revocations.start();
		}
	}

	/**
	 * Describes a verifier. A value that cannot work is refused when it is set, by name.
	 */
	public static final class Builder {

		private static final Set<String> ALGORITHMS = Set.of("ES256", "RS256");

		private static final List<JWSAlgorithm> VERIFIABLE = List.of(JWSAlgorithm.ES256, JWSAlgorithm.ES384,
				JWSAlgorithm.ES512, JWSAlgorithm.RS256, JWSAlgorithm.RS384, JWSAlgorithm.RS512, JWSAlgorithm.PS256,
				JWSAlgorithm.PS384, JWSAlgorithm.PS512);

		private final Issuer issuer;

		private final List<AccessTokenRule> rules = new ArrayList<>();

		private Set<String> audiences = Set.of();

		private Set<String> algorithms = ALGORITHMS;

		private Duration clockSkew = Duration.ofSeconds(60);

		private int maxTokenLength = 8 << 10;

		private long tokenCacheSize = 10_000;

		private KeySettings keys = KeySettings.defaults();

		private @Nullable RevocationSettings revocations = RevocationSettings.defaults();

		private Clock clock = Clock.systemUTC();

		private ClassLoader classLoader = Objects.requireNonNull(AccessTokenVerifier.class.getClassLoader());

		private Builder(Issuer issuer) {
			this.issuer = issuer;
		}

		/**
		 * Sets who the service is in tokens that are meant for it ({@code aud}).
		 * @param audiences its resource identifiers (RFC 8707), one at least; a token has
		 * to name one of them
		 * @return this
		 */
		public Builder audience(String... audiences) {
			return audiences(Set.of(audiences));
		}

		/**
		 * Sets who the service is in tokens that are meant for it ({@code aud}).
		 * @param audiences its resource identifiers (RFC 8707), one at least; a token has
		 * to name one of them
		 * @return this
		 */
		public Builder audiences(Set<String> audiences) {
			SettingRange.check("audiences", !audiences.isEmpty() && audiences.stream().noneMatch(String::isBlank),
					"must name the service, without blanks");
			this.audiences = Set.copyOf(audiences);
			return this;
		}

		/**
		 * Sets which signatures are accepted; {@code ES256} and {@code RS256} unless set.
		 * @param algorithms names of asymmetric algorithms (RFC 7518 section 3.1)
		 * @return this
		 */
		public Builder algorithms(Set<String> algorithms) {
			SettingRange.check("algorithms", !algorithms.isEmpty(), "must name at least one algorithm");
			SettingRange.check("algorithms",
					algorithms.stream().map(JWSAlgorithm::parse).allMatch(VERIFIABLE::contains),
					"must be among " + VERIFIABLE);
			this.algorithms = Set.copyOf(algorithms);
			return this;
		}

		/**
		 * Sets how far the clocks of provider and service may differ when times are
		 * compared; a minute unless set.
		 * @param clockSkew up to two minutes, since revocations are told of for three
		 * minutes longer than their tokens live
		 * @return this
		 */
		public Builder clockSkew(Duration clockSkew) {
			SettingRange.check("clock-skew", clockSkew, Duration.ZERO, Duration.ofMinutes(2));
			this.clockSkew = clockSkew;
			return this;
		}

		/**
		 * Sets the longest token that is looked at; 8,192 characters unless set.
		 * @param characters 1,024 to 1,048,576 characters
		 * @return this
		 */
		public Builder maxTokenLength(int characters) {
			SettingRange.check("max-token-size", characters, 1 << 10, 1 << 20, "characters");
			this.maxTokenLength = characters;
			return this;
		}

		/**
		 * Sets how many verified tokens are remembered, a kilobyte or two each; 10,000
		 * unless set.
		 * @param tokens up to ten million; with 0 each use is checked in full
		 * @return this
		 */
		public Builder tokenCacheSize(long tokens) {
			SettingRange.check("token-cache.max-size", tokens, 0, 10_000_000, "tokens");
			this.tokenCacheSize = tokens;
			return this;
		}

		/**
		 * Sets how the provider's keys are fetched and kept.
		 * @param keys the settings
		 * @return this
		 */
		public Builder keys(KeySettings keys) {
			this.keys = keys;
			return this;
		}

		/**
		 * Sets how revocations are followed.
		 * @param revocations the settings
		 * @return this
		 */
		public Builder revocations(RevocationSettings revocations) {
			this.revocations = revocations;
			return this;
		}

		/**
		 * Does without the provider's revocations: a revoked token is accepted until it
		 * expires.
		 * @return this
		 */
		public Builder withoutRevocations() {
			this.revocations = null;
			return this;
		}

		/**
		 * Adds a rule of the service's own, which is asked at each use of a token that is
		 * otherwise good, before whether it has been revoked.
		 * @param rule the rule
		 * @return this
		 */
		public Builder rule(AccessTokenRule rule) {
			this.rules.add(rule);
			return this;
		}

		/**
		 * Sets the clock; the system's unless set.
		 * @param clock the clock
		 * @return this
		 */
		public Builder clock(Clock clock) {
			this.clock = clock;
			return this;
		}

		/**
		 * Sets where the Amazon Corretto Crypto Provider is looked for, which verifies
		 * faster than the JDK; the class loader of this library unless set.
		 * @param classLoader the class loader
		 * @return this
		 */
		public Builder classLoader(ClassLoader classLoader) {
			this.classLoader = classLoader;
			return this;
		}

		/**
		 * Makes the verifier and begins to fetch keys and revocations in the background.
		 * It does not wait for them: a provider that is down stops no service from
		 * starting.
		 * @return the verifier, to be closed by the caller
		 * @throws IllegalStateException if no audience was set
		 */
		public AccessTokenVerifier build() {
			if (this.audiences.isEmpty()) {
				throw new IllegalStateException("No audience is set: tokens for other services would be accepted");
			}
			AccessTokenVerifier verifier = new AccessTokenVerifier(this);
			verifier.start();
			return verifier;
		}

	}

}
