package io.wegrant.server;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

final class MissingPropertiesFailureAnalyzer extends AbstractFailureAnalyzer<MissingPropertiesException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MissingPropertiesException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Set them, or start with --spring.profiles.active=dev to try WeGrant out on one machine.", cause);
	}

}
