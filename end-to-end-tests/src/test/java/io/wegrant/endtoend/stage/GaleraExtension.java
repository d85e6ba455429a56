package io.wegrant.endtoend.stage;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives all stories of a Galera cluster one of them, puts right what the story before has
 * done to it, and ends it after the tests.
 */
public final class GaleraExtension implements BeforeEachCallback, ParameterResolver {

	@Override
	public void beforeEach(ExtensionContext context) {
		stage(context).restore();
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == GaleraStage.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return stage(context);
	}

	private static GaleraStage stage(ExtensionContext context) {
		return context.getRoot()
			.getStore(ExtensionContext.Namespace.create(GaleraExtension.class))
			.computeIfAbsent(GaleraStage.class, (key) -> new GaleraStage(), GaleraStage.class);
	}

}
