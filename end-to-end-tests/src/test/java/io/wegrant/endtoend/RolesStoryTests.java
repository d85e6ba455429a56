package io.wegrant.endtoend;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.wegrant.endtoend.stage.Answer;
import io.wegrant.endtoend.stage.DemoService;
import io.wegrant.endtoend.stage.MiniProgram;
import io.wegrant.endtoend.stage.Provider;
import io.wegrant.endtoend.stage.Rounds;
import io.wegrant.endtoend.stage.Stage;
import io.wegrant.endtoend.stage.StageExtension;
import io.wegrant.endtoend.stage.Tokens;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Staff are told from customers, and a service notices when that changes.
 */
@ExtendWith(StageExtension.class)
class RolesStoryTests {

	private static final System.Logger logger = System.getLogger(RolesStoryTests.class.getName());

	private static final int WARM_UP = 4;

	private static final int FEW_SAMPLES = 6;

	private static final int SAMPLES = Rounds.of(100, 20);

	private static final Duration P99 = Duration.ofSeconds(1);

	private static final Duration MAX = Duration.ofSeconds(5);

	/** In the staff directory of the {@code dev} profile, by the number of her phone. */
	private static final String STAFF = "alice";

	private final Stage stage;

	private final MiniProgram miniProgram;

	private final Provider provider;

	private final DemoService service;

	RolesStoryTests(Stage stage) {
		this.stage = stage;
		this.miniProgram = stage.miniProgram();
		this.provider = stage.provider();
		this.service = stage.demoService();
	}

	@Test
	void loginWhenPhoneIsInStaffDirectoryThenServiceKnowsStaff() {
		Tokens customer = this.miniProgram.logIn(this.stage.newcomer());
		String id = this.service.book(customer.accessToken(), inDays(7)).json().path("id").asString();
		assertThat(this.service.confirm(customer.accessToken(), id).status()).isEqualTo(403);

		Answer login = this.miniProgram.logInWithPhone(STAFF);

		assertThat(login.json().required("phone").asString()).isEqualTo("bound");
		String staff = login.json().required("access_token").asString();
		assertThat(this.service.appointments(staff).body()).contains(id, customer.subject());
		assertThat(this.service.confirm(staff, id)).isOk();
		assertThat(this.service.appointments(customer.accessToken()).body()).contains("CONFIRMED");
	}

	@Test
	@DisplayName("P04 the service refuses older tokens within the promise when roles change, and takes the next one")
	void rolesWhenChangedThenServiceRefusesOlderTokens() {
		assertThat(latencies(FEW_SAMPLES, this::timeUntilRolesAreNoticed).max()).isLessThanOrEqualTo(MAX);
	}

	@Test
	@DisplayName("P04 the service refuses the tokens of who is locked out within the promise")
	void userWhenDisabledThenServiceRefusesTokens() {
		assertThat(latencies(FEW_SAMPLES, this::timeUntilLockOutIsNoticed).max()).isLessThanOrEqualTo(MAX);
	}

	@Test
	@Tag("slow")
	@DisplayName("P04 how soon the service refuses older tokens when roles change")
	void rolesWhenChangedOftenThenServiceRefusesOlderTokensInTime() {
		assertPromise("roles change", this::timeUntilRolesAreNoticed);
	}

	@Test
	@Tag("slow")
	@DisplayName("P04 how soon the service refuses the tokens of who is locked out")
	void usersWhenDisabledThenServiceRefusesTokensInTime() {
		assertPromise("a user is locked out", this::timeUntilLockOutIsNoticed);
	}

	private Duration timeUntilRolesAreNoticed() {
		Tokens login = this.miniProgram.logIn(this.stage.newcomer());
		Duration time = timeUntilRefused(login,
				(administrator) -> assertThat(
						this.provider.giveRoles(administrator, login.subject(), List.of("STAFF")).join().status())
					.isEqualTo(204));
		Tokens refreshed = this.miniProgram.refresh(login.refreshToken()).tokens();
		assertThat(refreshed.claims().getClaim("roles")).isEqualTo(List.of("STAFF", "USER"));
		assertThat(this.service.goods(refreshed.accessToken())).isOk();
		return time;
	}

	private Duration timeUntilLockOutIsNoticed() {
		Tokens login = this.miniProgram.logIn(this.stage.newcomer());
		Duration time = timeUntilRefused(login,
				(administrator) -> assertThat(this.provider.disable(administrator, login.subject()).join().status())
					.isEqualTo(204));
		assertThat(this.miniProgram.refresh(login.refreshToken())).isOAuthError(400, "invalid_grant");
		return time;
	}

	private Duration timeUntilRefused(Tokens login, Consumer<String> change) {
		assertThat(this.service.goods(login.accessToken())).isOk();
		change.accept(this.provider.tokenOfAdministrator());
		long changed = System.nanoTime();
		Awaitility.await()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(5))
			.until(() -> this.service.goods(login.accessToken()).status() == 401);
		return Duration.ofNanos(System.nanoTime() - changed);
	}

	private static void assertPromise(String change, Supplier<Duration> sample) {
		Latencies latencies = latencies(SAMPLES, sample);
		logger.log(Level.INFO, () -> String.format(Locale.ROOT, "P04: from the answer, when %s, to the first 401: %s",
				change, latencies));
		assertThat(latencies.percentile(99)).isLessThanOrEqualTo(P99);
		assertThat(latencies.max()).isLessThanOrEqualTo(MAX);
	}

	private static Latencies latencies(int samples, Supplier<Duration> sample) {
		// A service that was started before the provider follows the feed some seconds
		// later.
		Concurrently.times(WARM_UP, 2, (i) -> sample.get());
		return new Latencies(Concurrently.times(samples, 2, (i) -> sample.get()));
	}

	private static Instant inDays(int days) {
		return Instant.now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofDays(days));
	}

}
