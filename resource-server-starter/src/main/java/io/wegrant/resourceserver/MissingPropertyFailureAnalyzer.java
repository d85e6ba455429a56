package io.wegrant.resourceserver;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Turns a {@link MissingPropertyException} into the one message that names the property.
 */
final class MissingPropertyFailureAnalyzer extends AbstractFailureAnalyzer<MissingPropertyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MissingPropertyException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Set it, for example: " + cause.property() + "=" + cause.example(), cause);
	}

}
