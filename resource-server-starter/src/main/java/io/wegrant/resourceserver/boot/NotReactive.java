package io.wegrant.resourceserver.boot;

import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;

/**
 * The application is no reactive one.
 */
final class NotReactive extends NoneNestedConditions {

	NotReactive() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	/**
	 * The application is a reactive one.
	 */
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	static class Reactive {

	}

}
