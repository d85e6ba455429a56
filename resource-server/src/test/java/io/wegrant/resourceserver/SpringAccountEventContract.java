package io.wegrant.resourceserver;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a service with one of the starters does beyond {@link AccountEventContract}: its
 * listeners hear of events, and the path is open whatever chains the service has.
 */
public abstract class SpringAccountEventContract extends AccountEventContract {

	private final List<AccountEvent> heard = new CopyOnWriteArrayList<>();

	/**
	 * Starts a service.
	 * @param chain which chain it has
	 * @param issuer whose events it takes
	 * @param listeners its listeners
	 * @param arguments what else it is told
	 * @return its address and what ends it
	 */
	protected abstract HttpService start(Chain chain, String issuer, List<AccountEventListener> listeners,
			String... arguments);

	/**
	 * Names the property that puts all that a service has below a path.
	 * @return the name
	 */
	protected abstract String basePath();

	@Override
	protected HttpService start(String issuer) {
		return start(Chain.OF_STARTER, issuer, List.of(this.heard::add));
	}

	@BeforeEach
	void forget() {
		this.heard.clear();
	}

	/**
	 * Starts a service whose listener fails, and sends it an event.
	 * @param failure what it throws
	 * @param event the event
	 * @return the answer
	 */
	protected HttpResponse<String> postToFailingListener(RuntimeException failure, String event) {
		AccountEventListener failing = (each) -> {
			throw failure;
		};
		try (HttpService service = start(Chain.OF_STARTER, issuer().issuer(), List.of(failing))) {
			return post(service, PATH, event);
		}
	}

	@Test
	void postWhenAnyEventThenListenerHearsWhatTheProviderSays() {
		Instant at = Instant.ofEpochSecond(1_796_000_000);
		TestAccountEvent event = event().claim("jti", "e-1").claim("toe", at.getEpochSecond());
		List<String> tokens = List.of(event.event(TestAccountEvent.PURGED, Map.of()).sign(),
				event.event(TestAccountEvent.DISABLED, Map.of()).sign(),
				event.event(TestAccountEvent.ENABLED, Map.of()).sign(), event.rolesChanged("user", "cashier").sign(),
				event.rolesChanged().sign(), event.phoneChanged().sign(), event.mergedInto("u-2").sign());
		tokens.forEach((token) -> assertTaken(post(service(), PATH, token)));
		assertThat(this.heard).containsExactly(new AccountEvent.Purged("e-1", "u-1", at),
				new AccountEvent.Disabled("e-1", "u-1", at), new AccountEvent.Enabled("e-1", "u-1", at),
				new AccountEvent.RolesChanged("e-1", "u-1", at, Set.of("user", "cashier")),
				new AccountEvent.RolesChanged("e-1", "u-1", at, Set.of()),
				new AccountEvent.PhoneChanged("e-1", "u-1", at), new AccountEvent.Merged("e-1", "u-1", at, "u-2"));
	}

	@Test
	void postWhenRefusedOrUnknownThenListenerHearsNothing() {
		post(service(), PATH, event().claim("aud", "http://other.test").sign());
		post(service(), PATH, event().signedIn(-600).sign());
		post(service(), PATH, issuer().accessTokenFor(AUDIENCE).sign());
		assertTaken(post(service(), PATH, event().event("https://schemas.example/unheard-of", Map.of()).sign()));
		service().get(PATH);
		assertThat(this.heard).isEmpty();
	}

	@Test
	void postWhenSeveralListenersThenAllHearInOrderUntilOneThrows() {
		List<String> calls = new CopyOnWriteArrayList<>();
		List<Throwable> failures = new CopyOnWriteArrayList<>(
				List.of(new IllegalStateException("a secret detail"), new AssertionError("a secret detail")));
		AccountEventListener first = (event) -> calls.add("first " + event.id());
		AccountEventListener second = (event) -> {
			calls.add("second " + event.id());
			if (!failures.isEmpty()) {
				SpringAccountEventContract.<RuntimeException>throwAny(failures.remove(0));
			}
		};
		AccountEventListener third = (event) -> calls.add("third " + event.id());
		try (HttpService service = start(Chain.OF_STARTER, issuer().issuer(), List.of(first, second, third))) {
			String event = event().claim("jti", "e").sign();
			for (int i = 0; i < 2; i++) {
				HttpResponse<String> answer = post(service, PATH, event);
				assertThat(answer.statusCode()).isEqualTo(500);
				assertThat(answer.body()).isEmpty();
			}
			assertThat(calls).containsExactly("first e", "second e", "first e", "second e");
			calls.clear();
			assertTaken(post(service, PATH, event));
			assertThat(calls).containsExactly("first e", "second e", "third e");
		}
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> void throwAny(Throwable failure) throws T {
		throw (T) failure;
	}

	@Test
	void postWhenServiceHasChainsOfItsOwnThenTaken() {
		for (Chain chain : List.of(Chain.OF_SERVICE, Chain.GREEDY)) {
			this.heard.clear();
			try (HttpService service = start(chain, issuer().issuer(), List.of(this.heard::add))) {
				assertTaken(post(service, PATH, event().sign()));
				assertThat(this.heard).hasSize(1);
				assertThat(service.get("/me").statusCode()).isIn(401, 403);
				assertThat(post(service, "/me", event().sign()).statusCode()).isIn(401, 403);
			}
		}
	}

	@Test
	void callWhenServiceListensThenTheRestIsAsProtectedAsBefore() {
		assertThat(service().get("/me").statusCode()).isEqualTo(401);
		assertThat(service().get("/nowhere").statusCode()).isEqualTo(401);
		assertThat(service().get("/me", issuer().accessTokenFor(AUDIENCE).sign()).body()).contains("u-1");
	}

	@Test
	void postWhenServiceDoesNotListenThenPathIsLikeAnyOther() {
		for (Chain chain : List.of(Chain.OF_STARTER, Chain.OF_SERVICE)) {
			try (HttpService service = start(chain, issuer().issuer(), List.of())) {
				assertThat(post(service, PATH, event().sign()).statusCode()).isEqualTo(401);
				assertThat(service.get(PATH, issuer().accessTokenFor(AUDIENCE).sign()).statusCode()).isEqualTo(404);
			}
		}
	}

	@Test
	void postWhenPathIsSetThenTakenThereAlone() {
		try (HttpService service = start(Chain.OF_STARTER, issuer().issuer(), List.of(this.heard::add),
				"--wegrant.resource-server.account-events.path=/hooks/accounts_1.x", "--" + basePath() + "=/api")) {
			assertTaken(post(service, "/api/hooks/accounts_1.x", event().sign()));
			assertThat(post(service, "/api" + PATH, event().sign()).statusCode()).isEqualTo(401);
			assertThat(post(service, "/hooks/accounts_1.x", event().sign()).statusCode()).isIn(401, 404);
			assertThat(this.heard).hasSize(1);
		}
	}

	/**
	 * Which chain a service has.
	 */
	protected enum Chain {

		/** That of the starter. */
		OF_STARTER,

		/** One of its own, made with the starter's configurer. */
		OF_SERVICE,

		/** One of its own that is ordered first and lets nobody through. */
		GREEDY

	}

}
