package io.wegrant.resourceserver;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What the library logs during a test.
 */
final class CapturedLog extends Handler implements BeforeEachCallback, AfterEachCallback {

	private final Logger logger = Logger.getLogger(CapturedLog.class.getPackageName());

	private final List<String> messages = new CopyOnWriteArrayList<>();

	@Override
	public void beforeEach(ExtensionContext context) {
		this.messages.clear();
		this.logger.addHandler(this);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		this.logger.removeHandler(this);
	}

	@Override
	public void publish(LogRecord message) {
		this.messages.add(message.getMessage());
	}

	/**
	 * Counts the messages with a text in them.
	 */
	long count(String text) {
		return this.messages.stream().filter((message) -> message.contains(text)).count();
	}

	@Override
	public void flush() {
		// Nothing is held back.
	}

	@Override
	public void close() {
		// It has nothing to close.
	}

}
