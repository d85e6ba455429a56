package io.wegrant.endtoend;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;

import org.assertj.core.data.Offset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.wegrant.endtoend.stage.Answer;
import io.wegrant.endtoend.stage.Cluster;
import io.wegrant.endtoend.stage.ClusterExtension;
import io.wegrant.endtoend.stage.Rounds;
import io.wegrant.endtoend.stage.Tokens;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("slow")
@ExtendWith(ClusterExtension.class)
class ForgedRefreshTokenStoryTests {

	private static final System.Logger logger = System.getLogger(ForgedRefreshTokenStoryTests.class.getName());

	private static final int FORGERIES = Rounds.of(10_000, 2_000);

	/** Where the tag begins, which is all that cannot be made up. */
	private static final int BODY_LENGTH = 21;

	private final Cluster cluster;

	ForgedRefreshTokenStoryTests(Cluster cluster) {
		this.cluster = cluster;
	}

	@Test
	@DisplayName("R06 ten thousand forged refresh tokens cost the database no statement")
	void refreshWhenTokensAreForgedThenDatabaseIsNotAsked() {
		Tokens genuine = this.cluster.miniProgram(0).logIn(this.cluster.newcomer());
		long begin = System.nanoTime();
		long withForgeries = statementsDuring(() -> presentForgeriesOf(genuine));
		Duration taken = Duration.ofNanos(System.nanoTime() - begin);
		long idle = statementsDuring(
				() -> Awaitility.await().atMost(taken.multipliedBy(2)).pollDelay(taken).until(() -> true));
		logger.log(Level.INFO,
				() -> String.format(Locale.ROOT,
						"R06: %d forged refresh tokens in %d ms; statements meanwhile %d, and %d while idle as long",
						FORGERIES, taken.toMillis(), withForgeries, idle));
		// Each node asks in the background what was revoked and what can be purged.
		assertThat(withForgeries).isCloseTo(idle, Offset.offset(FORGERIES / 100L));
		assertThat(this.cluster.miniProgram(1).refresh(genuine.refreshToken())).carriesTokens();
	}

	private void presentForgeriesOf(Tokens genuine) {
		List<Answer> answers = Concurrently.times(FORGERIES, 16,
				(i) -> this.cluster.miniProgram(i).refresh(forge(genuine.refreshToken(), i)));
		assertThat(answers).allSatisfy((answer) -> assertThat(answer).isOAuthError(400, "invalid_grant"));
	}

	private long statementsDuring(Runnable action) {
		long before = this.cluster.mysql().statements();
		action.run();
		return this.cluster.mysql().statements() - before;
	}

	private static String forge(String genuine, int number) {
		byte[] bytes = Base64.getUrlDecoder().decode(genuine);
		Random random = new Random(number);
		switch (number % 4) {
			case 0 -> random.nextBytes(bytes);
			case 1 ->
				bytes[BODY_LENGTH + random.nextInt(bytes.length - BODY_LENGTH)] ^= (byte) (1 << random.nextInt(8));
			// A generation to come, with the tag of the present one.
			case 2 -> bytes[BODY_LENGTH - 1 - random.nextInt(4)] ^= (byte) (1 << random.nextInt(8));
			default -> bytes[1 + random.nextInt(16)] ^= (byte) (1 << random.nextInt(8));
		}
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

}
