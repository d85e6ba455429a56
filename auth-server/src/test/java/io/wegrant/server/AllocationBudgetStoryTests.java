package io.wegrant.server;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.SERVICE;
import static io.wegrant.server.TestProvider.SERVICE_SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * What a request may allocate.
 */
@ParameterizedClass
@EnumSource(Database.class)
class AllocationBudgetStoryTests {

	private static final int RETURNS = 4;

	private final TestProvider provider;

	private final Allocations allocations;

	private final String person = "person-" + UUID.randomUUID();

	AllocationBudgetStoryTests(Database database) {
		this.provider = TestProvider.shared(database);
		this.allocations = new Allocations(this.provider);
	}

	@BeforeEach
	void assumeNativeCryptography() {
		assumeThat(AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError()).as("the JDK's signatures allocate more")
			.isNull();
	}

	@AfterEach
	void close() {
		this.allocations.close();
	}

	@Test
	@DisplayName("a returning login allocates no more than it may")
	void loginWhenReturningThenWithinBudget() {
		for (int i = 0; i * RETURNS < Allocations.REQUESTS; i++) {
			this.provider.login(APPID, this.person + i);
		}
		AtomicInteger logins = new AtomicInteger();

		assertAllocated(Budget.RETURNING_LOGIN,
				() -> this.provider.login(APPID, this.person + logins.getAndIncrement() / RETURNS));
	}

	@Test
	@DisplayName("a refresh allocates no more than it may")
	void refreshWhenNewestTokenThenWithinBudget() {
		AtomicReference<Answer> newest = new AtomicReference<>(this.provider.login(APPID, this.person));

		assertAllocated(Budget.REFRESH,
				() -> newest.updateAndGet((answer) -> this.provider.token(Form.refresh(APPID, answer.refreshToken()))));
	}

	@Test
	@DisplayName("an introspection allocates no more than it may")
	void introspectWhenLiveThenWithinBudget() {
		String token = this.provider.login(APPID, this.person).accessToken();

		assertAllocated(Budget.INTROSPECTION,
				() -> this.provider.introspect(Form.about(token).as(SERVICE, SERVICE_SECRET)));
	}

	@Test
	@DisplayName("a token for a service allocates no more than it may")
	void grantWhenClientCredentialsThenWithinBudget() {
		assertAllocated(Budget.CLIENT_CREDENTIALS,
				() -> this.provider.token(Form.grant("client_credentials").as(SERVICE, SERVICE_SECRET)));
	}

	@Test
	@DisplayName("the keys allocate no more than they may")
	void requestWhenKeysThenWithinBudget() {
		assertAllocated(Budget.JWKS, () -> this.provider.send(this.provider.request("/oauth2/jwks")));
	}

	private void assertAllocated(Budget budget, Supplier<Answer> request) {
		assertThat(this.allocations.of(request)).as("bytes allocated by %s", budget).isLessThanOrEqualTo(budget.bytes);
	}

	/**
	 * About a third more than measured on H2, with JDK 17 and code that leaves every
	 * object on the heap, as it does until it is compiled well. MySQL's driver takes up
	 * to a sixth more than H2.
	 */
	private enum Budget {

		RETURNING_LOGIN(220_000), REFRESH(142_000), INTROSPECTION(160_000), CLIENT_CREDENTIALS(92_000), JWKS(42_000);

		private final long bytes;

		Budget(long bytes) {
			this.bytes = bytes;
		}

	}

}
