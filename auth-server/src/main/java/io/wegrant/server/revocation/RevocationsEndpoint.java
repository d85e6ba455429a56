package io.wegrant.server.revocation;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.servlet.http.HttpServletRequest;
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
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.databind.json.JsonMapper;

import io.wegrant.server.settings.TimeAllowances;
import io.wegrant.server.storage.DatabaseFault;

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

	private static final int MAX_ANSWERS = 64;

	private final RevocationWindow window;

	private final JwtEncoder encoder;

	private final String issuer;

	private final RevocationProperties properties;

	private final JsonMapper json;

	private final Clock clock;

	/** Signed once for all services that ask the same within a second. */
	private final Cache<Signed, ResponseEntity<byte[]>> answers = Caffeine.newBuilder()
		.maximumSize(MAX_ANSWERS)
		.expireAfterWrite(Duration.ofSeconds(1))
		.build();

	private final WaitingReaders waiting;

	private volatile boolean running;

	RevocationsEndpoint(RevocationWindow window, WaitingReaders waiting, JwtEncoder encoder,
			AuthorizationServerSettings settings, RevocationProperties properties, JsonMapper json, Clock clock) {
		this.window = window;
		this.encoder = encoder;
		this.issuer = Optional.ofNullable(settings.getIssuer()).orElseThrow();
		this.properties = properties;
		this.json = json;
		this.clock = clock;
		this.waiting = waiting;
		window.onNews(waiting::answerSoon);
	}

	// Without an answer the request is held.
	@GetMapping(PATH)
	@Nullable ResponseEntity<byte[]> revocations(@RequestParam(required = false) @Nullable String after,
			@RequestParam(defaultValue = "0") long wait, HttpServletRequest request) throws IOException {
		if (wait < 0 || wait > MAX_WAIT_SECONDS) {
			return problem(HttpStatus.BAD_REQUEST, "wait is from 0 to 30 seconds");
		}
		if (!StringUtils.hasLength(after)) {
			return answer(new Question(null, RevocationCursor.START));
		}
		Optional<RevocationCursor> cursor = RevocationCursor.parse(after);
		if (cursor.isEmpty()) {
			return gone();
		}
		Question question = new Question(after, cursor.get());
		boolean mayBeAhead = this.window.isForeign(cursor.get());
		if (!this.running || wait == 0) {
			return answer(question);
		}
		// A node that lags behind the one which gave the cursor has caught up by then.
		hold(question, mayBeAhead ? TimeAllowances.LAG : Duration.ofSeconds(wait), request);
		return null;
	}

	@ExceptionHandler(MethodArgumentTypeMismatchException.class)
	ResponseEntity<byte[]> notANumber() {
		return problem(HttpStatus.BAD_REQUEST, "wait is a whole number");
	}

	private void hold(Question question, Duration longest, HttpServletRequest request) throws IOException {
		Waiter waiter = new Waiter(question, longest, request);
		if (!waiter.enter() || !this.running) {
			waiter.letGo();
		}
		else if (waiter.hasNews()) {
			// In turn: who asks again and again is to hear of more by each answer.
			this.waiting.answerSoon();
		}
	}

	private ResponseEntity<byte[]> answer(Question question) {
		if (!this.window.isCurrent()) {
			return unavailable();
		}
		if (question.after() != null && this.window.isLapsed(question.cursor())) {
			return gone();
		}
		try {
			return this.answers.get(new Signed(question.after(), this.window.end()), (ignored) -> sign(question));
		}
		catch (DataAccessException | TransactionException ex) {
			logger.warn("The revocation feed cannot be signed now: {}", DatabaseFault.of(ex).summary());
			return unavailable();
		}
	}

	private ResponseEntity<byte[]> sign(Question question) {
		RevocationPage page = this.window.after(question.cursor());
		JwtClaimsSet.Builder claims = JwtClaimsSet.builder()
			.issuer(this.issuer)
			.issuedAt(this.clock.instant())
			.claim("cursor", page.end().text())
			.claim("more", page.more())
			.claim("entries", page.entries().stream().map(RevocationsEndpoint::json).toList());
		if (question.after() != null) {
			claims.claim("after", question.after());
		}
		JwsHeader header = JwsHeader.with(SignatureAlgorithm.ES256).type("revocations+jwt").build();
		return ResponseEntity.ok()
			.contentType(JWT)
			.cacheControl(CacheControl.noStore())
			.body(this.encoder.encode(JwtEncoderParameters.from(header, claims.build()))
				.getTokenValue()
				.getBytes(StandardCharsets.US_ASCII));
	}

	private static Map<String, Object> json(RevocationEntry entry) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("type", entry.type());
		json.put("value", entry.digest().value());
		if (entry.lowestEpoch() != null) {
			json.put("epoch", entry.lowestEpoch());
		}
		json.put("exp", entry.expiresAt());
		return json;
	}

	private static ResponseEntity<byte[]> unavailable() {
		return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).header(HttpHeaders.RETRY_AFTER, "1").build();
	}

	private ResponseEntity<byte[]> gone() {
		return problem(HttpStatus.GONE, "after has lapsed or is no cursor of this feed, ask without it");
	}

	private ResponseEntity<byte[]> problem(HttpStatus status, String detail) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
		problem.setInstance(URI.create(PATH));
		return ResponseEntity.status(status)
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.body(this.json.writeValueAsBytes(problem));
	}

	int waiting() {
		return this.waiting.size();
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
		this.waiting.answerAll();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * What a reader asks.
	 *
	 * @param after the cursor as it was sent, if it was
	 * @param cursor where the reader is
	 */
	private record Question(@Nullable String after, RevocationCursor cursor) {

	}

	private record Signed(@Nullable String after, long end) {

	}

	private final class Waiter implements WaitingReaders.Reader {

		private final Question question;

		private final long untilNanos;

		private final HeldRequest request;

		private long ticket;

		Waiter(Question question, Duration longest, HttpServletRequest request) throws IOException {
			this.question = question;
			this.untilNanos = System.nanoTime() + longest.toNanos();
			this.request = HeldRequest.hold(request, longest,
					() -> RevocationsEndpoint.this.waiting.remove(this.ticket));
		}

		boolean enter() {
			this.ticket = RevocationsEndpoint.this.waiting.add(this);
			return this.ticket >= 0;
		}

		@Override
		public String address() {
			return this.request.address();
		}

		@Override
		public String connection() {
			return this.request.connection();
		}

		@Override
		public boolean isHeld() {
			return !this.request.isAnswered();
		}

		@Override
		public boolean hasNews() {
			RevocationWindow known = RevocationsEndpoint.this.window;
			return isHeld() && !known.isForeign(this.question.cursor()) && known.hasNews(this.question.cursor());
		}

		@Override
		public boolean hasWaited() {
			return isHeld() && System.nanoTime() - this.untilNanos >= 0;
		}

		@Override
		public void answer() {
			this.request.answer(RevocationsEndpoint.this.answer(this.question));
		}

		@Override
		public void letGo() {
			this.request.answer(unavailable());
		}

	}

}
