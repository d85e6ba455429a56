package io.wegrant.endtoend;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.wegrant.endtoend.stage.JavaProcess;
import io.wegrant.endtoend.stage.MiniProgram;
import io.wegrant.endtoend.stage.Stage;
import io.wegrant.endtoend.stage.StageExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Figures for orientation: the simulator and the clients share the processors with the
 * provider.
 */
@Tag("slow")
@ExtendWith(StageExtension.class)
class FiguresStoryTests {

	private static final System.Logger logger = System.getLogger(FiguresStoryTests.class.getName());

	private static final int THREADS = 8;

	private static final Duration WARM_UP = Duration.ofSeconds(3);

	private static final Duration MEASURED = Duration.ofSeconds(5);

	private final Stage stage;

	private final MiniProgram miniProgram;

	FiguresStoryTests(Stage stage) {
		this.stage = stage;
		this.miniProgram = stage.miniProgram();
	}

	@Test
	void loginWhenRepeatedByEightThreadsThenPrintsFigures() {
		JavaProcess provider = this.stage.provider().process();
		provider.stop();
		provider.start();
		logInFor(WARM_UP);
		long logins = logInFor(MEASURED);
		logger.log(Level.INFO, () -> String.format(Locale.ROOT,
				"Provider: start-up %d ms, resident memory %s MiB, %d logins per second", provider.startUp().toMillis(),
				provider.residentMebibytes().stream().mapToObj(Long::toString).findFirst().orElse("?"),
				logins / MEASURED.toSeconds()));
		assertThat(logins).isPositive();
	}

	private long logInFor(Duration duration) {
		long end = System.nanoTime() + duration.toNanos();
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try {
			Supplier<Long> work = () -> logInUntil(end);
			List<CompletableFuture<Long>> counts = Stream.generate(() -> CompletableFuture.supplyAsync(work, threads))
				.limit(THREADS)
				.toList();
			return counts.stream().mapToLong(CompletableFuture::join).sum();
		}
		finally {
			threads.shutdown();
		}
	}

	private long logInUntil(long end) {
		String person = this.stage.newcomer();
		this.miniProgram.openid(person);
		long count = 0;
		while (System.nanoTime() < end) {
			assertThat(this.miniProgram.exchange(this.miniProgram.code(person))).isOk();
			count++;
		}
		return count;
	}

}
