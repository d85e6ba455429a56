package io.wegrant.resourceserver.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Turns a {@link SetupException} into the one message that says what is wrong and what to
 * do.
 */
final class SetupFailureAnalyzer extends AbstractFailureAnalyzer<SetupException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, SetupException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.remedy(), cause);
	}

}
