package io.wegrant.resourceserver;

import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEProcessor;
import com.nimbusds.jose.proc.SecurityContext;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads answers of the revocation feed and believes those that the provider has signed,
 * just now, in answer to what was asked.
 */
final class RevocationPages {

	private static final JOSEObjectType TYPE = new JOSEObjectType("revocations+jwt");

	private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.ES256, JWSAlgorithm.RS256);

	private static final int MAX_ENTRIES = 20_000;

	/** How long an answer may have been under way, beyond the clock skew. */
	private static final Duration MAX_AGE = Duration.ofSeconds(60);

	private final Log logger = LogFactory.getLog(RevocationPages.class);

	private final JsonMapper json = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

	private final DefaultJOSEProcessor<SecurityContext> processor = new DefaultJOSEProcessor<>();

	private final Issuer issuer;

	private final long tolerance;

	private final Clock clock;

	private boolean unknownTypeLogged;

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
	FeedAnswer.Page read(String jws, @Nullable Long asked) throws FeedException {
		Document document = parse(verify(jws));
		if (!this.issuer.value().equals(document.iss())) {
			throw new FeedException(FeedResult.ISSUER, "The answer is about another issuer");
		}
		long age = this.clock.millis() / 1000 - required(document.iat(), "iat");
		if (Math.abs(age) >= this.tolerance) {
			throw new FeedException(FeedResult.CLOCK, "The answer was signed " + age
					+ " s before it came: it is a replayed one, or the clocks of provider and service differ");
		}
		return page(document, asked);
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

	private Document parse(String payload) throws FeedException {
		try {
			return this.json.readValue(payload, Document.class);
		}
		catch (JacksonException ex) {
			throw new FeedException(FeedResult.MALFORMED, "The answer is not the JSON that is expected", ex,
					Duration.ZERO);
		}
	}

	private FeedAnswer.Page page(Document document, @Nullable Long asked) throws FeedException {
		long seq = required(document.seq(), "seq");
		List<Entry> entries = required(document.entries(), "entries");
		if (!Objects.equals(document.after(), asked)) {
			throw new FeedException(FeedResult.CURSOR, "The answer does not begin where it was asked to");
		}
		if (entries.size() > MAX_ENTRIES) {
			throw new FeedException(FeedResult.TOO_LONG, "The answer has " + entries.size() + " entries");
		}
		List<RevocationEntry> revocations = new ArrayList<>(entries.size());
		long last = (asked != null) ? asked : Long.MIN_VALUE;
		for (Entry entry : entries) {
			long number = required(entry.seq(), "seq");
			if (number <= last) {
				throw new FeedException(FeedResult.CURSOR, "The entries of the answer do not ascend");
			}
			last = number;
			revocation(entry).ifPresent(revocations::add);
		}
		boolean more = Boolean.TRUE.equals(document.more());
		if (seq < last || (more && entries.isEmpty())) {
			throw new FeedException(FeedResult.CURSOR, "The cursor of the answer does not follow its entries");
		}
		return new FeedAnswer.Page(seq, more, revocations);
	}

	private Optional<RevocationEntry> revocation(Entry entry) throws FeedException {
		Optional<ClaimDigest.Claim> claim = ClaimDigest.Claim.ofType(required(entry.type(), "type"));
		if (claim.isEmpty()) {
			logUnknownType(entry.type());
			return Optional.empty();
		}
		return Optional.of(new RevocationEntry(mark(claim.get(), required(entry.value(), "value")),
				claim.get().epoch().isPresent() ? epoch(required(entry.epoch(), "epoch")) : RevocationEntry.NONE,
				required(entry.exp(), "exp")));
	}

	private static long epoch(long epoch) throws FeedException {
		if (epoch < 0) {
			throw new FeedException(FeedResult.MALFORMED, "The epoch of an entry is negative");
		}
		return epoch;
	}

	private static ClaimDigest mark(ClaimDigest.Claim claim, String fingerprint) throws FeedException {
		try {
			return ClaimDigest.parse(claim, fingerprint);
		}
		catch (IllegalArgumentException ex) {
			throw new FeedException(FeedResult.MALFORMED, "The value of an entry is no fingerprint");
		}
	}

	private void logUnknownType(@Nullable String type) {
		if (!this.unknownTypeLogged) {
			this.unknownTypeLogged = true;
			this.logger.warn("Ignoring revocations of type '" + type + "', which this version does not know");
		}
	}

	private static <T> T required(@Nullable T value, String name) throws FeedException {
		if (value == null) {
			throw new FeedException(FeedResult.MALFORMED, "The answer has no " + name);
		}
		return value;
	}

	private record Document(@Nullable String iss, @Nullable Long iat, @Nullable Long after, @Nullable Long seq,
			@Nullable Boolean more, @Nullable List<Entry> entries) {
	}

	private record Entry(@Nullable Long seq, @Nullable String type, @Nullable String value, @Nullable Long epoch,
			@Nullable Long exp) {
	}

}
