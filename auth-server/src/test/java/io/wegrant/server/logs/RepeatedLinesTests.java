package io.wegrant.server.logs;

import java.time.Duration;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is written of lines that come in crowds.
 */
class RepeatedLinesTests {

	private final Logger logger = (Logger) LoggerFactory.getLogger(RepeatedLinesTests.class);

	private final ListAppender<ILoggingEvent> written = new ListAppender<>();

	private final RepeatedLines lines = new RepeatedLines(this.logger);

	@BeforeEach
	void listen() {
		this.written.start();
		this.logger.addAppender(this.written);
	}

	@AfterEach
	void stopListening() {
		this.logger.detachAppender(this.written);
	}

	@Test
	void warnWhenManyOfAKindThenFirstAtOnceAndTheRestCounted() {
		for (int i = 0; i < 1000; i++) {
			this.lines.warn(List.of("login", "timeout"), "{} failed with {}, id {}", i);
		}

		assertThat(written()).containsExactly("WARN login failed with timeout, id 0");
		Awaitility.await().until(() -> written().size() == 2);
		assertThat(written()).element(1)
			.isEqualTo("WARN login failed with timeout, id 999 (the last of 999 within a second)");
	}

	@Test
	void errorWhenKindsDifferThenEachIsWritten() {
		this.lines.error(List.of("login", "timeout"), "{} failed with {}");
		this.lines.error(List.of("login", "connection"), "{} failed with {}");
		this.lines.warn(List.of("login", "connection"), "{} failed with {}");

		assertThat(written()).containsExactly("ERROR login failed with timeout", "ERROR login failed with connection",
				"WARN login failed with connection");
	}

	@Test
	void warnWhenAloneThenNoCountFollowsAndTheNextIsWrittenAtOnce() {
		this.lines.warn(List.of(), "alone");
		Awaitility.await().pollInterval(Duration.ofMillis(1500)).untilAsserted(() -> {
			this.lines.warn(List.of(), "alone");
			assertThat(written().stream().filter("WARN alone"::equals)).hasSizeGreaterThan(1);
		});
	}

	private List<String> written() {
		return List.copyOf(this.written.list)
			.stream()
			.filter((event) -> event.getLevel().isGreaterOrEqual(Level.WARN))
			.map((event) -> event.getLevel() + " " + event.getFormattedMessage())
			.toList();
	}

}
