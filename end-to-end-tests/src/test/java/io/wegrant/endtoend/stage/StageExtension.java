package io.wegrant.endtoend.stage;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives all stories one stage, starts again what the story before has left ended, and
 * clears the stage at the end of the tests.
 */
public final class StageExtension implements BeforeEachCallback, ParameterResolver {

	@Override
	public void beforeEach(ExtensionContext context) {
		stage(context).restore();
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == Stage.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return stage(context);
	}

	private static Stage stage(ExtensionContext context) {
		return context.getRoot()
			.getStore(ExtensionContext.Namespace.create(StageExtension.class))
			.computeIfAbsent(Stage.class, (key) -> new Stage(), Stage.class);
	}

}
