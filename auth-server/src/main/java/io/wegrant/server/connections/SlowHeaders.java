package io.wegrant.server.connections;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Closes connections on which the headers of a request do not come to an end.
 */
final class SlowHeaders {

	private static final Logger logger = LoggerFactory.getLogger(SlowHeaders.class);

	private final Connections connections;

	private final Duration deadline;

	SlowHeaders(Connections connections, Duration deadline) {
		this.connections = connections;
		this.deadline = deadline;
	}

	@Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
	void close() {
		long closed = this.connections.closeThoseWithSlowHeaders(this.deadline);
		if (closed > 0) {
			logger.info("{} connections were closed whose requests did not send all headers within {}", closed,
					this.deadline);
		}
	}

}
