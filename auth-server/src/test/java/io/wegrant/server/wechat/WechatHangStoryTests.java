package io.wegrant.server.wechat;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.wegrant.server.Answer;
import io.wegrant.server.Concurrently;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.TestProvider;
import io.wegrant.simulator.traffic.Fault;

import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.SERVICE;
import static io.wegrant.server.TestProvider.SERVICE_SECRET;
import static io.wegrant.server.TestProvider.WECHAT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Logins keep coming while WeChat takes calls and answers none. Everything else is
 * compared with what it takes while WeChat answers, in turns, so that both meet the same
 * conditions.
 */
class WechatHangStoryTests {

	private static final System.Logger logger = System.getLogger(WechatHangStoryTests.class.getName());

	/** At once, more than may wait for WeChat. */
	private static final int RUSH = 300;

	private static final int LOGINS_PER_SECOND = 50;

	private static final int PEOPLE = 2;

	private static final int WARM_UP_THREADS = 8;

	private static final int WARM_UP_LOGINS = 25;

	private static final int REQUESTS = 150;

	/** Connecting and reading take at most this long, and so does waiting for a turn. */
	private static final Duration LIMIT = Duration.ofSeconds(1 + 3 + 1);

	private static final Duration TOLERANCE = Duration.ofSeconds(2);

	/** While other tests take the machine; far less than WeChat hangs. */
	private static final Duration TOLERANCE_BESIDE_OTHERS = Duration.ofSeconds(15);

	/** Even on a busy machine less than what a login waits for WeChat. */
	private static final Duration NO_WAIT = Duration.ofSeconds(1);

	private final TestProvider provider = TestProvider.start(Database.H2.create());

	private final List<Answer> people = new ArrayList<>();

	@AfterEach
	void stop() {
		WECHAT.clearFaults();
		this.provider.close();
	}

	@Test
	@DisplayName("B03: while WeChat hangs, logins are answered with 503 in time, and nothing else waits with them")
	void loginWhenWechatHangsThenUnavailableAndOthersDoNotWait() {
		logPeopleIn();
		Turns calm = new Turns();
		take(calm);
		Turns hanging = new Turns();
		takeWhileWechatHangs(hanging);
		assertUnavailableInTime(new Both(calm, hanging), 1, TOLERANCE_BESIDE_OTHERS);
		for (Request request : Request.values()) {
			assertThat(percentile(90, hanging.requests.get(request))).as("p90 of %s", request).isLessThan(NO_WAIT);
		}
	}

	@Test
	@Tag("slow")
	@DisplayName("B03: while WeChat hangs again and again, hardly anything else takes longer than before")
	void loginWhenWechatHangsAgainAndAgainThenOthersUnchanged() {
		Both both = takeInTurns(1, 4);
		for (Request request : Request.values()) {
			Duration before = percentile(99, both.calm().requests.get(request));
			Duration during = percentile(99, both.hanging().requests.get(request));
			logger.log(Level.INFO,
					() -> String.format(Locale.ROOT, "%s: p99 %.1f ms while WeChat answers, %.1f ms while it hangs",
							request.name().toLowerCase(Locale.ROOT), before.toNanos() / 1e6, during.toNanos() / 1e6));
			assertThat(during).as("p99 of %s", request).isLessThan(before.multipliedBy(2).plusMillis(20));
		}
	}

	private Both takeInTurns(int warmUpTurns, int turns) {
		logPeopleIn();
		Both both = new Both(new Turns(), new Turns());
		for (int turn = -warmUpTurns; turn < turns; turn++) {
			boolean counts = turn >= 0;
			take(counts ? both.calm() : new Turns());
			takeWhileWechatHangs(counts ? both.hanging() : new Turns());
		}
		assertThat(both.calm().logins).extracting(Timed::status).contains(400).isSubsetOf(400, 503);
		assertUnavailableInTime(both, turns, TOLERANCE);
		return both;
	}

	private void logPeopleIn() {
		for (int i = 0; i < PEOPLE; i++) {
			this.people.add(this.provider.login(APPID, "patient-" + i));
		}
		// A rush at a provider that has just started takes as long as it takes to load
		// its classes.
		Concurrently.run(WARM_UP_THREADS, (thread) -> () -> {
			for (int i = 0; i < WARM_UP_LOGINS; i++) {
				logIn();
			}
			return thread;
		});
	}

	private void takeWhileWechatHangs(Turns turns) {
		WECHAT.fault(Fault.delay(Duration.ofMinutes(1)));
		take(turns);
		WECHAT.clearFaults();
	}

	private static void assertUnavailableInTime(Both both, int turns, Duration tolerance) {
		// What such a rush takes on this machine although WeChat answers.
		Duration rush = both.calm().logins.stream().map(Timed::taken).max(Comparator.naturalOrder()).orElseThrow();
		assertThat(both.hanging().logins).hasSizeGreaterThan(turns * RUSH)
			.allSatisfy((login) -> assertThat(login.status()).isEqualTo(503))
			.allSatisfy((login) -> assertThat(login.taken()).isLessThan(LIMIT.plus(tolerance).plus(rush)));
	}

	private void take(Turns turns) {
		ExecutorService phones = Executors.newCachedThreadPool();
		ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
		List<CompletableFuture<Timed>> logins = new CopyOnWriteArrayList<>();
		Runnable login = () -> logins.add(CompletableFuture.supplyAsync(() -> timed(this::logIn), phones));
		try {
			for (int i = 0; i < RUSH; i++) {
				login.run();
			}
			var unused = clock.scheduleAtFixedRate(login, 0, TimeUnit.SECONDS.toMicros(1) / LOGINS_PER_SECOND,
					TimeUnit.MICROSECONDS);
			for (List<Map.Entry<Request, Timed>> each : Concurrently.run(PEOPLE,
					(person) -> () -> requestsOf(person))) {
				each.forEach((entry) -> turns.requests.get(entry.getKey()).add(entry.getValue()));
			}
			clock.shutdownNow();
			logins.forEach((each) -> turns.logins.add(each.join()));
		}
		finally {
			clock.shutdownNow();
			phones.shutdownNow();
		}
	}

	private List<Map.Entry<Request, Timed>> requestsOf(int person) {
		List<Map.Entry<Request, Timed>> requests = new ArrayList<>();
		for (int i = 0; i < REQUESTS; i++) {
			requests.add(Map.entry(Request.REFRESH, timed(() -> {
				String last = this.people.get(person).refreshToken();
				this.people.set(person, this.provider.token(Form.refresh(APPID, last)));
				return this.people.get(person);
			})));
			String token = this.people.get(person).accessToken();
			requests.add(Map.entry(Request.INTROSPECTION,
					timed(() -> this.provider.introspect(Form.about(token).as(SERVICE, SERVICE_SECRET)))));
			requests
				.add(Map.entry(Request.JWKS, timed(() -> this.provider.send(this.provider.request("/oauth2/jwks")))));
		}
		assertThat(requests).allSatisfy((entry) -> assertThat(entry.getValue().status()).isEqualTo(200));
		return requests;
	}

	// WeChat does not know the code, and gets it in both kinds of turns.
	private Answer logIn() {
		return this.provider.token(Form.login(APPID, "unknown"));
	}

	private static Timed timed(Supplier<Answer> request) {
		long begin = System.nanoTime();
		int status = request.get().status();
		return new Timed(status, Duration.ofNanos(System.nanoTime() - begin));
	}

	private static Duration percentile(int percent, List<Timed> requests) {
		List<Duration> sorted = requests.stream().map(Timed::taken).sorted().toList();
		return sorted.get((int) Math.ceil(sorted.size() * percent / 100.0) - 1);
	}

	private enum Request {

		REFRESH, INTROSPECTION, JWKS

	}

	private record Timed(int status, Duration taken) {
	}

	private record Both(Turns calm, Turns hanging) {
	}

	/**
	 * What was asked in some turns.
	 */
	private static final class Turns {

		private final List<Timed> logins = new ArrayList<>();

		private final Map<Request, List<Timed>> requests = new EnumMap<>(Request.class);

		Turns() {
			for (Request request : Request.values()) {
				this.requests.put(request, new ArrayList<>());
			}
		}

	}

}
