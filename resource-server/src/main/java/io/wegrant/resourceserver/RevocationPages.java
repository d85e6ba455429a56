package io.wegrant.resourceserver;

import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEProcessor;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import org.jspecify.annotations.Nullable;

/**
 * Reads answers of the revocation feed and believes those that the provider has signed,
 * just now, in answer to what was asked.
 */
final class RevocationPages {

	private static final JOSEObjectType TYPE = new JOSEObjectType("revocations+jwt");

	private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.ES256, JWSAlgorithm.RS256);

	private static final Pattern CURSOR = Pattern.compile("[A-Za-z0-9._~-]{1,6000}");

	private static final int MAX_ENTRIES = 20_000;

	/** How long an answer may have been under way, beyond the clock skew. */
	private static final Duration MAX_AGE = Duration.ofSeconds(60);

	private static final System.Logger logger = System.getLogger(RevocationPages.class.getName());

	private final DefaultJOSEProcessor<SecurityContext> processor = new DefaultJOSEProcessor<>();

	private final Issuer issuer;

	private final long tolerance;

	private final Clock clock;

	private boolean unreadableLogged;

	RevocationPages(Issuer issuer, ProviderKeys keys, Signatures signatures, Duration clockSkew, Clock clock) {
		this.issuer = issuer;
		this.tolerance = clockSkew.plus(MAX_AGE).toSeconds();
		this.clock = clock;
		// The type is looked at here, where a wrong one can be told from a wrong
		// signature.
		this.processor.setJWSTypeVerifier((type, context) -> {
		});
		this.processor.setJWSVerifierFactory(signatures.verifiers());
		this.processor.setJWSKeySelector(new ProviderKeySelector(ALGORITHMS, keys::getForFeed));
	}

	/**
	 * Reads an answer.
	 * @param jws the body of the answer
	 * @param asked the cursor that was asked with, if there was one
	 * @return what it says
	 * @throws FeedException if the answer is not believed
	 */
	FeedAnswer.Page read(String jws, @Nullable String asked) throws FeedException {
		Map<String, Object> document = parse(verify(jws));
		if (!this.issuer.value().equals(document.get("iss"))) {
			throw new FeedException(FeedResult.ISSUER, "The answer is about another issuer");
		}
		long issuedAt = number(document, "iat");
		long age = this.clock.millis() / 1000 - issuedAt;
		if (Math.abs(age) >= this.tolerance) {
			throw new FeedException(FeedResult.CLOCK, "The answer was signed " + age
					+ " s before it came: it is a replayed one, or the clocks of provider and service differ");
		}
		return page(issuedAt, document, asked);
	}

	private String verify(String jws) throws FeedException {
		try {
			JWSObject object = JWSObject.parse(jws);
			if (!TYPE.equals(object.getHeader().getType())) {
				throw new FeedException(FeedResult.TYPE, "The answer is not of type " + TYPE);
			}
			return this.processor.process(object, null).toString();
		}
		catch (ParseException | IllegalArgumentException ex) {
			throw new FeedException(FeedResult.MALFORMED, "The answer is no signed object", ex, Duration.ZERO);
		}
		catch (BadJOSEException ex) {
			throw new FeedException(FeedResult.SIGNATURE, ex.getMessage());
		}
		catch (JOSEException ex) {
			throw new FeedException(FeedResult.UNREACHABLE, ex.getMessage(), ex, Duration.ZERO);
		}
	}

	private static Map<String, Object> parse(String payload) throws FeedException {
		try {
			return JSONObjectUtils.parse(payload);
		}
		catch (ParseException ex) {
			throw new FeedException(FeedResult.MALFORMED, "The answer is not the JSON that is expected", ex,
					Duration.ZERO);
		}
	}

	private FeedAnswer.Page page(long issuedAt, Map<String, Object> document, @Nullable String asked)
			throws FeedException {
		String cursor = text(document, "cursor");
		List<?> entries = member(document, "entries", List.class);
		if (!Objects.equals(document.get("after"), asked)) {
			throw new FeedException(FeedResult.CURSOR, "The answer does not begin where it was asked to");
		}
		if (!CURSOR.matcher(cursor).matches()) {
			throw new FeedException(FeedResult.CURSOR, "The cursor of the answer is no text for a query");
		}
		if (entries.size() > MAX_ENTRIES) {
			throw new FeedException(FeedResult.TOO_LONG, "The answer has " + entries.size() + " entries");
		}
		boolean more = Boolean.TRUE.equals(document.get("more"));
		if (more && cursor.equals(asked)) {
			throw new FeedException(FeedResult.CURSOR, "The answer says that more waits, and leads no further");
		}
		List<RevocationEntry> revocations = new ArrayList<>(entries.size());
		for (Object entry : entries) {
			revocation(entry).ifPresent(revocations::add);
		}
		return new FeedAnswer.Page(issuedAt, cursor, more, revocations);
	}

	// What cannot be read of one entry must not hold up the others.
	private Optional<RevocationEntry> revocation(Object each) {
		if (!(each instanceof Map<?, ?> entry)) {
			return unreadable("is no object");
		}
		try {
			String type = text(entry, "type");
			Optional<ClaimDigest.Claim> claim = ClaimDigest.Claim.ofType(type);
			return claim.isEmpty() ? unreadable("is of type '" + type + "'")
					: Optional.of(new RevocationEntry(mark(claim.get(), text(entry, "value")),
							claim.get().epoch().isPresent() ? epoch(entry) : RevocationEntry.NONE,
							number(entry, "exp")));
		}
		catch (FeedException ex) {
			return unreadable("cannot be read: " + ex.getMessage());
		}
	}

	private Optional<RevocationEntry> unreadable(String why) {
		if (!this.unreadableLogged) {
			this.unreadableLogged = true;
			logger.log(System.Logger.Level.WARNING, "Ignoring an entry of the revocation feed of " + this.issuer.value()
					+ " that " + why + "; this is said once");
		}
		return Optional.empty();
	}

	private static String text(Map<?, ?> object, String name) throws FeedException {
		return member(object, name, String.class);
	}

	private static long number(Map<?, ?> object, String name) throws FeedException {
		return member(object, name, Long.class);
	}

	private static long epoch(Map<?, ?> entry) throws FeedException {
		long epoch = number(entry, "epoch");
		if (epoch < 0) {
			throw new FeedException(FeedResult.MALFORMED, "its epoch is negative");
		}
		return epoch;
	}

	private static ClaimDigest mark(ClaimDigest.Claim claim, String fingerprint) throws FeedException {
		try {
			return ClaimDigest.parse(claim, fingerprint);
		}
		catch (IllegalArgumentException ex) {
			throw new FeedException(FeedResult.MALFORMED, "its value is no fingerprint");
		}
	}

	private static <T> T member(Map<?, ?> object, String name, Class<T> type) throws FeedException {
		Object value = object.get(name);
		if (!type.isInstance(value)) {
			throw new FeedException(FeedResult.MALFORMED, "it has no " + name);
		}
		return type.cast(value);
	}

}
