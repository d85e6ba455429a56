package io.wegrant.benchmarks.load;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import io.wegrant.benchmarks.load.Connection.Answer;
import io.wegrant.benchmarks.load.Order.Target;

/**
 * The people and sessions that a target knows of, and the requests that they make.
 */
final class Population {

	private static final String APPID = "wx1234567890abcdef";

	/**
	 * A person has five sessions at WeGrant at most. Here nobody logs in that often, as
	 * nobody does within ten minutes.
	 */
	private static final int LOGINS_OF_ONE = 4;

	private static final int SESSIONS = 128;

	private static final int CONNECTIONS = 4;

	private static final int KNOWN_TOKENS = 16;

	private final Target target;

	private final Queue<Tokens> sessions = new ConcurrentLinkedQueue<>();

	private List<byte[]> knownTokens = List.of();

	private int people;

	private int returns;

	Population(Target target) {
		this.target = target;
	}

	/**
	 * Prepares requests.
	 * @param scenario what they ask
	 * @param amount how many there should be, where they are used up
	 * @return the requests
	 */
	Work prepare(Scenario scenario, int amount) {
		Dialect dialect = this.target.dialect();
		return switch (scenario) {
			case FIRST_LOGIN -> Work.of(logins(newcomers(amount)));
			case RETURNING_LOGIN -> Work.of(logins(acquaintances(amount)));
			case REFRESH -> {
				openSessions();
				yield new Refreshes();
			}
			case INTROSPECTION -> {
				openSessions();
				yield Work.repeating(introspections());
			}
			case REVOCATION -> Work.of(logIn(acquaintances(amount)).stream()
				.map((session) -> dialect.revocation(session.refreshToken()))
				.toList());
			case CLIENT_CREDENTIALS -> Work.repeating(List.of(dialect.clientCredentials()));
			case JWKS -> Work.repeating(List.of(Http.get("/oauth2/jwks", "")));
			case KNOWN_TOKEN -> Work.repeating(knownTokens());
			case NEW_TOKEN -> Work.of(serviceCalls(amount));
		};
	}

	/**
	 * Asks the simulator for a code of {@code wx.login}.
	 * @param name the person
	 * @return the request
	 */
	static byte[] loginCode(String name) {
		return Http.postJson("/simulator/login-codes", "{\"appid\":\"" + APPID + "\",\"user\":\"" + name + "\"}");
	}

	private List<String> newcomers(int count) {
		int first = this.people;
		this.people += count;
		return IntStream.range(first, this.people).mapToObj((i) -> "person-" + i).toList();
	}

	private List<String> acquaintances(int count) {
		int missing = (this.returns + count - (LOGINS_OF_ONE - 1) * this.people) / (LOGINS_OF_ONE - 1);
		if (missing > 0) {
			logIn(newcomers(missing));
		}
		int first = this.returns;
		this.returns += count;
		return IntStream.range(first, this.returns).mapToObj((i) -> "person-" + i % this.people).toList();
	}

	private List<byte[]> logins(List<String> names) {
		return fetch(this.target.supplier(), names.size(), (i) -> loginCode(names.get(i))).stream()
			.map((answer) -> this.target.dialect().login(answer.member("code")))
			.toList();
	}

	private List<Tokens> logIn(List<String> names) {
		List<byte[]> logins = logins(names);
		return fetch(this.target.port(), logins.size(), logins::get).stream().map(Tokens::of).toList();
	}

	private void openSessions() {
		if (this.sessions.isEmpty()) {
			this.sessions.addAll(logIn(newcomers(SESSIONS)));
		}
	}

	private List<byte[]> introspections() {
		return this.sessions.stream()
			.map((session) -> this.target.dialect().introspection(session.accessToken()))
			.toList();
	}

	private List<byte[]> knownTokens() {
		if (this.knownTokens.isEmpty()) {
			this.knownTokens = serviceCalls(KNOWN_TOKENS);
		}
		return this.knownTokens;
	}

	private List<byte[]> serviceCalls(int count) {
		byte[] request = Dialect.WEGRANT.clientCredentials();
		return fetch(this.target.supplier(), count, (i) -> request).stream()
			.map((answer) -> Http.get("/goods/1", "Bearer " + answer.member("access_token")))
			.toList();
	}

	private static List<Answer> fetch(int port, int count, IntFunction<byte[]> requests) {
		AtomicReferenceArray<Answer> answers = new AtomicReferenceArray<>(count);
		Burst burst = new Burst(new Work() {

			@Override
			public int size() {
				return count;
			}

			@Override
			public byte[] request(int index) {
				return requests.apply(index);
			}

			@Override
			public void answered(int index, Answer answer) {
				answers.set(index, answer);
			}

		}, port, Order.Pace.count(CONNECTIONS, count));
		burst.run(CONNECTIONS);
		if (burst.failed() > 0) {
			throw new IllegalStateException("Preparing requests by port " + port + " failed: " + burst.failure());
		}
		return IntStream.range(0, count).mapToObj(answers::get).toList();
	}

	/**
	 * The tokens of a session.
	 */
	private record Tokens(String accessToken, String refreshToken) {

		static Tokens of(Answer answer) {
			return new Tokens(answer.member("access_token"), answer.member("refresh_token"));
		}

		@Override
		public String toString() {
			return "Tokens[]";
		}

	}

	/**
	 * Refreshes of all sessions in turn, each with the token of the refresh before. A
	 * session waits for its answer, as that of a client does: while one request hung, its
	 * session would otherwise be refreshed by others, and in the end with a token that
	 * was replaced twice.
	 */
	private final class Refreshes implements Work {

		@Override
		public int size() {
			return Integer.MAX_VALUE;
		}

		@Override
		public byte[] request(int index) {
			return Population.this.target.dialect().refresh(Population.this.sessions.remove().refreshToken());
		}

		@Override
		public void answered(int index, Answer answer) {
			Population.this.sessions.add(Tokens.of(answer));
		}

	}

}
