package io.wegrant.endtoend.stage;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives all stories of several nodes one cluster, puts right what the story before has
 * ended or cut, and ends the cluster after the tests.
 */
public final class ClusterExtension implements BeforeEachCallback, ParameterResolver {

	@Override
	public void beforeEach(ExtensionContext context) {
		cluster(context).restore();
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == Cluster.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return cluster(context);
	}

	private static Cluster cluster(ExtensionContext context) {
		return context.getRoot()
			.getStore(ExtensionContext.Namespace.create(ClusterExtension.class))
			.computeIfAbsent(Cluster.class, (key) -> new Cluster(), Cluster.class);
	}

}
