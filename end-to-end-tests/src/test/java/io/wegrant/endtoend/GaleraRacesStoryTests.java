package io.wegrant.endtoend;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import io.wegrant.endtoend.stage.Answer;
import io.wegrant.endtoend.stage.GaleraExtension;
import io.wegrant.endtoend.stage.GaleraStage;
import io.wegrant.endtoend.stage.MiniProgram;
import io.wegrant.endtoend.stage.Provider;
import io.wegrant.endtoend.stage.Rounds;
import io.wegrant.endtoend.stage.Tokens;

/**
 * A login at one node, and at another one a change that concerns it. What is there
 * afterwards must have come about in one order or the other.
 */
@Tag("cluster")
@ExtendWith(GaleraExtension.class)
class GaleraRacesStoryTests {

	private static final System.Logger logger = System.getLogger(GaleraRacesStoryTests.class.getName());

	private static final int ROUNDS = Rounds.of(100, 40);

	private static final int ROUNDS_AT_A_TIME = 4;

	private static final long HEAD_START_NANOS = 20_000_000;

	/** What is not right by then stays wrong. */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final String INACTIVE = "{\"active\":false}";

	private final GaleraStage stage;

	private final Findings findings = new Findings();

	private final Attempts changes = new Attempts(this.findings);

	private final Attempts logins = new Attempts(this.findings);

	private final Attempts others = new Attempts(this.findings);

	private String administrator = "";

	GaleraRacesStoryTests(GaleraStage stage) {
		this.stage = stage;
	}

	@BeforeEach
	void comeAsAdministrator() {
		this.administrator = this.stage.node(0).tokenOfAdministrator();
	}

	@Test
	@DisplayName("C06 a change of the staff directory against a login with phone_code: the roles are those of the directory, and no token has others")
	void loginWithPhoneWhenDirectoryChangesThenRolesAreThoseOfTheDirectory() {
		tell("a change of the directory", this::directoryRound);
	}

	@Test
	@DisplayName("C06 a lock-out against a login: no token of it is good")
	void loginWhenUserIsDisabledThenNoTokenIsGood() {
		tell("a lock-out", this::lockOutRound);
	}

	@Test
	@DisplayName("C06 a closed account against a login in a second mini-program: the closed account has nothing, and the person is one user again")
	void loginInSecondMiniProgramWhenAccountIsClosedThenPersonIsOneOtherUser() {
		tell("a closed account", this::closingRound);
		List<Integer> left = this.stage.database()
			.query("SELECT COUNT(*) FROM wechat_identity i JOIN users u ON u.id = i.user_id WHERE u.status = 'CLOSED'",
					(row) -> row.getInt(1));
		if (!left.equals(List.of(0))) {
			this.findings.add("WeChat identities of closed accounts", left.toString());
		}
		this.findings.assertNone();
	}

	private void tell(String change, IntFunction<Integer> round) {
		Concurrently.times(ROUNDS, ROUNDS_AT_A_TIME, round);
		logger.log(Level.INFO, () -> String.format(Locale.ROOT, "C06: %d rounds of %s; changes: %s; logins: %s; %s",
				ROUNDS, change, this.changes, this.logins, this.findings));
		this.findings.assertNone();
	}

	private Integer directoryRound(int round) {
		Provider changing = this.stage.node(round);
		MiniProgram miniProgram = this.stage.miniProgram(round + 1 + round / GaleraStage.SIZE % 2);
		String person = this.stage.newcomer();
		miniProgram.openid(person);
		String phone = this.stage.wechat().phoneNumber(miniProgram.appid(), person);
		Answer entry = this.others.make("an entry of the directory",
				() -> changing.putIntoDirectory(this.administrator, phone, "CLERK"));
		boolean removed = round % 2 == 0;
		if (round % 4 < 2) {
			this.others.make("a login before", () -> miniProgram.exchangeAsync(miniProgram.code(person)));
		}
		String id = entry.json().path("id").asString();
		Race race = race(
				() -> removed ? changing.removeFromDirectory(this.administrator, id)
						: changing.putIntoDirectory(this.administrator, phone, "NURSE"),
				() -> miniProgram.logInWithPhoneAsync(person));
		if (race.login().status() == 200 && race.change().status() < 300) {
			String how = String.format(Locale.ROOT, "round %d, %s", round, removed ? "removal" : "replacement");
			assertRoles(how, miniProgram, race.login().json(), removed ? List.of("USER") : List.of("NURSE", "USER"));
		}
		else {
			this.findings.add("a race was not finished", race.toString());
		}
		return round;
	}

	private void assertRoles(String how, MiniProgram miniProgram, JsonNode login, List<String> right) {
		if (!"bound".equals(login.path("phone").asString())) {
			this.findings.add("a login did not bind the number", login.path("phone").asString());
			return;
		}
		Tokens tokens = new Tokens(login.path("access_token").asString(), login.path("refresh_token").asString());
		for (Provider node : this.stage.nodes()) {
			String at = how + " at node " + (this.stage.nodes().indexOf(node) + 1);
			eventually("the user has not the roles of the directory", at, () -> right.equals(roles(
					this.others.make("a look at a user", () -> node.user(this.administrator, tokens.subject())))));
			eventually("an access token with other roles than those of the directory is good", at, () -> {
				Answer answer = this.others.make("introspection", () -> node.introspect(tokens.accessToken()));
				return answer.body().equals(INACTIVE) || right.equals(roles(answer));
			});
		}
		Answer refreshed = this.others.make("a refresh", () -> miniProgram.refreshAsync(tokens.refreshToken()));
		if (refreshed.status() != 200) {
			this.findings.add("the session has ended", how + ": " + refreshed.status() + " " + refreshed.body());
		}
		else if (!right.equals(refreshed.tokens().claims().getClaim("roles"))) {
			this.findings.add("a refreshed token has not the roles of the directory",
					how + ": " + refreshed.tokens().claims().getClaim("roles"));
		}
	}

	private Integer lockOutRound(int round) {
		Provider changing = this.stage.node(round);
		MiniProgram miniProgram = this.stage.miniProgram(round + 1 + round / GaleraStage.SIZE % 2);
		String person = this.stage.newcomer();
		String sub = this.logins.make("a login before", () -> miniProgram.exchangeAsync(miniProgram.code(person)))
			.tokens()
			.subject();
		Race race = race(() -> changing.disable(this.administrator, sub),
				() -> miniProgram.exchangeAsync(miniProgram.code(person)));
		String how = "round " + round;
		if (race.change().status() != 204 || (race.login().status() != 200 && race.login().status() != 400)) {
			this.findings.add("a race was not finished", race.toString());
		}
		else if (race.login().status() == 200) {
			assertEnded("a user who is locked out", how, race.login().tokens());
		}
		for (Provider node : this.stage.nodes()) {
			eventually("a user who was locked out is not", how + " at node " + (this.stage.nodes().indexOf(node) + 1),
					() -> "disabled"
						.equals(this.others.make("a look at a user", () -> node.user(this.administrator, sub))
							.json()
							.path("status")
							.asString()));
		}
		return round;
	}

	private Integer closingRound(int round) {
		MiniProgram first = this.stage.miniProgram(round);
		MiniProgram second = this.stage.sisterMiniProgram(round + 1 + round / GaleraStage.SIZE % 2);
		String person = this.stage.newcomer();
		Tokens login = this.others.make("a login before", () -> first.exchangeAsync(first.code(person))).tokens();
		Tokens own = this.others.make("a refresh before", () -> first.refreshForProviderAsync(login.refreshToken()))
			.tokens();
		String closed = own.subject();
		Race race = race(() -> this.stage.node(round).closeAccountAsync(own.accessToken()),
				() -> second.exchangeAsync(second.code(person)));
		String how = "round " + round;
		// A closing that was done, but not acknowledged, is refused when it is tried
		// again, as its token has ended.
		if (race.login().status() != 200 || (race.change().status() != 204 && race.change().status() != 401)) {
			this.findings.add("a race was not finished", race.toString());
			return round;
		}
		Tokens other = race.login().tokens();
		if (other.subject().equals(closed)) {
			assertEnded("a closed account", how, other);
		}
		else {
			eventually("a login of a new user is not good", how,
					() -> this.others
						.make("introspection", () -> this.stage.node(round).introspect(other.accessToken()))
						.json()
						.path("active")
						.asBoolean());
		}
		List<String> subjects = new ArrayList<>();
		for (MiniProgram each : List.of(second, first)) {
			subjects.add(this.others.make("a login afterwards", () -> each.exchangeAsync(each.code(person)))
				.tokens()
				.subject());
		}
		if (subjects.contains(closed)) {
			this.findings.add("a login after the acknowledgement is one of the closed account", how);
		}
		if (subjects.stream().distinct().count() > 1) {
			this.findings.add("two logins after the acknowledgement are of two users", how);
		}
		return round;
	}

	private void assertEnded(String whose, String how, Tokens tokens) {
		IntStream.range(0, GaleraStage.SIZE).forEach((i) -> {
			String at = how + " at node " + (i + 1);
			eventually("an access token of " + whose + " is good", at,
					() -> this.others.make("introspection", () -> this.stage.node(i).introspect(tokens.accessToken()))
						.body()
						.equals(INACTIVE));
		});
		Answer refreshed = this.others.make("a refresh",
				() -> this.stage.miniProgram(0).refreshAsync(tokens.refreshToken()));
		if (refreshed.status() == 200) {
			this.findings.add("a refresh token of " + whose + " is good", how);
		}
	}

	private Race race(Supplier<CompletableFuture<Answer>> change, Supplier<CompletableFuture<Answer>> login) {
		CompletableFuture<Answer> changed;
		CompletableFuture<Answer> loggedIn;
		if (ThreadLocalRandom.current().nextBoolean()) {
			changed = CompletableFuture.supplyAsync(() -> this.changes.make("a change", change));
			pause();
			loggedIn = CompletableFuture.supplyAsync(() -> this.logins.make("a login", login));
		}
		else {
			loggedIn = CompletableFuture.supplyAsync(() -> this.logins.make("a login", login));
			pause();
			changed = CompletableFuture.supplyAsync(() -> this.changes.make("a change", change));
		}
		return new Race(changed.join(), loggedIn.join());
	}

	private void eventually(String wrong, String how, BooleanSupplier right) {
		try {
			Awaitility.await()
				.pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofMillis(50))
				.atMost(PATIENCE)
				.until(right::getAsBoolean);
		}
		catch (ConditionTimeoutException ex) {
			this.findings.add(wrong, how);
		}
	}

	private static List<String> roles(Answer answer) {
		return answer.json().path("roles").valueStream().map(JsonNode::asString).sorted().toList();
	}

	private static void pause() {
		LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(HEAD_START_NANOS));
	}

	private record Race(Answer change, Answer login) {

		@Override
		public String toString() {
			return String.format(Locale.ROOT, "the change answered %d %s, the login %d %s", this.change.status(),
					this.change.body(), this.login.status(), (this.login.status() != 200) ? this.login.body() : "");
		}

	}

}
