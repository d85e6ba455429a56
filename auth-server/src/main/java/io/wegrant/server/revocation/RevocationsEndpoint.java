package io.wegrant.server.revocation;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

import io.wegrant.server.authorization.DatabaseFault;
import io.wegrant.server.settings.TimeAllowances;

/**
 * The feed as services read it: a signed list of what was revoked since they last asked,
 * held back until there is something to tell. It names nobody, so that anybody may read
 * it, and is signed, so that nobody can forge or shorten it.
 */
@RestController
class RevocationsEndpoint implements SmartLifecycle {

	static final String PATH = "/oauth2/revocations";

	private static final Logger logger = LoggerFactory.getLogger(RevocationsEndpoint.class);

	private static final MediaType JWT = MediaType.parseMediaType("application/jwt");

	private static final long MAX_WAIT_SECONDS = 30;

	private final RevocationWindow window;

	private final JwtEncoder encoder;

	private final String issuer;

	private final RevocationProperties properties;

	private final Clock clock;

	/** Signed once for all services that ask the same within a second. */
	private final Cache<Question, ResponseEntity<?>> answers = Caffeine.newBuilder()
		.maximumSize(8)
		.expireAfterWrite(Duration.ofSeconds(1))
		.build();

	private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();

	private volatile boolean running;

	RevocationsEndpoint(RevocationWindow window, JwtEncoder encoder, AuthorizationServerSettings settings,
			RevocationProperties properties, Clock clock) {
		this.window = window;
		this.encoder = encoder;
		this.issuer = Optional.ofNullable(settings.getIssuer()).orElseThrow();
		this.properties = properties;
		this.clock = clock;
		window.onNews(this::answerWaiters);
	}

	@GetMapping(PATH)
	DeferredResult<ResponseEntity<?>> revocations(@RequestParam(required = false) @Nullable Long after,
			@RequestParam(defaultValue = "0") long wait) {
		if (wait < 0 || wait > MAX_WAIT_SECONDS || (after != null && after < 0)) {
			return now(problem(HttpStatus.BAD_REQUEST, "after is not negative, and wait is from 0 to 30 seconds"));
		}
		boolean mayBeAhead = after != null && after > this.window.lastSeq();
		if (after == null || after < this.window.lastSeq() || (wait == 0 && !mayBeAhead) || !this.running) {
			return now(answer(after));
		}
		return held(after, Duration.ofSeconds(wait));
	}

	@ExceptionHandler(MethodArgumentTypeMismatchException.class)
	ResponseEntity<?> notANumber() {
		return problem(HttpStatus.BAD_REQUEST, "after and wait are whole numbers");
	}

	private DeferredResult<ResponseEntity<?>> held(long after, Duration wait) {
		if (this.waiters.size() >= this.properties.maxWaiting()) {
			return now(unavailable());
		}
		// A node that lags behind the one which gave the cursor has caught up by then.
		Duration longest = (after > this.window.lastSeq()) ? TimeAllowances.LAG : wait;
		Waiter waiter = new Waiter(after, new DeferredResult<>(longest.toMillis()));
		waiter.result().onTimeout(() -> waiter.result().setResult(answer(after)));
		waiter.result().onCompletion(() -> this.waiters.remove(waiter));
		this.waiters.add(waiter);
		if (this.window.lastSeq() > after || !this.running) {
			waiter.result().setResult(answer(after));
		}
		return waiter.result();
	}

	private void answerWaiters() {
		this.waiters.stream()
			.filter((waiter) -> waiter.after() < this.window.lastSeq() || !this.running)
			.forEach((waiter) -> waiter.result().setResult(answer(waiter.after())));
	}

	private ResponseEntity<?> answer(@Nullable Long after) {
		if (!this.window.isCurrent()) {
			return unavailable();
		}
		if (after != null && (after < this.window.forgottenSeq() || after > this.window.lastSeq())) {
			return problem(HttpStatus.GONE, "after has lapsed, ask for the whole window without it");
		}
		try {
			return this.answers.get(new Question(after, this.window.lastSeq()), this::sign);
		}
		catch (DataAccessException | TransactionException ex) {
			logger.warn("The revocation feed cannot be signed now: {}", DatabaseFault.of(ex).summary());
			return unavailable();
		}
	}

	private ResponseEntity<?> sign(Question question) {
		Long after = question.after();
		long newest = question.newest();
		List<RevocationEntry> entries = this.window.after((after != null) ? after : 0, this.properties.pageSize());
		boolean more = entries.size() == this.properties.pageSize() && last(entries) < newest;
		JwtClaimsSet.Builder claims = JwtClaimsSet.builder()
			.issuer(this.issuer)
			.issuedAt(this.clock.instant())
			.claim("seq", more ? last(entries) : Math.max(newest, entries.isEmpty() ? 0 : last(entries)))
			.claim("more", more)
			.claim("entries", entries.stream().map(RevocationsEndpoint::json).toList());
		if (after != null) {
			claims.claim("after", after);
		}
		JwsHeader header = JwsHeader.with(SignatureAlgorithm.ES256).type("revocations+jwt").build();
		return ResponseEntity.ok()
			.contentType(JWT)
			.cacheControl(CacheControl.noStore())
			.body(this.encoder.encode(JwtEncoderParameters.from(header, claims.build())).getTokenValue());
	}

	private static Map<String, Object> json(RevocationEntry entry) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("seq", entry.seq());
		json.put("type", entry.type().claim());
		json.put("value", entry.digest());
		if (entry.lowestEpoch() != null) {
			json.put("epoch", entry.lowestEpoch());
		}
		json.put("exp", entry.expiresAt());
		return json;
	}

	private static long last(List<RevocationEntry> entries) {
		return entries.get(entries.size() - 1).seq();
	}

	private static ResponseEntity<?> unavailable() {
		return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).header(HttpHeaders.RETRY_AFTER, "1").build();
	}

	private static ResponseEntity<?> problem(HttpStatus status, String detail) {
		return ResponseEntity.of(ProblemDetail.forStatusAndDetail(status, detail)).build();
	}

	private static DeferredResult<ResponseEntity<?>> now(ResponseEntity<?> answer) {
		DeferredResult<ResponseEntity<?>> result = new DeferredResult<>();
		result.setResult(answer);
		return result;
	}

	int waiting() {
		return this.waiters.size();
	}

	@Override
	public void start() {
		this.window.start(this.properties.pollInterval());
		this.running = true;
	}

	/**
	 * Lets all waiting requests go, before the web server waits for them to end.
	 */
	@Override
	public void stop() {
		this.running = false;
		answerWaiters();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	private record Question(@Nullable Long after, long newest) {

	}

	private record Waiter(long after, DeferredResult<ResponseEntity<?>> result) {

	}

}
