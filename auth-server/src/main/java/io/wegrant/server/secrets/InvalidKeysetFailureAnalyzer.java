package io.wegrant.server.secrets;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

final class InvalidKeysetFailureAnalyzer extends AbstractFailureAnalyzer<InvalidKeysetException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidKeysetException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Give the whole keyset document that the database was written with in wegrant.keyset.file or "
						+ "wegrant.keyset.value; for a new database, make one with generate-keyset.",
				cause);
	}

}
