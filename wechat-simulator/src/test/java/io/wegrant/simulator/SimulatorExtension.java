package io.wegrant.simulator;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests one shared simulator, as good as new for each, and a client for it.
 */
public final class SimulatorExtension implements BeforeEachCallback, ParameterResolver {

	@Override
	public void beforeEach(ExtensionContext context) {
		Shared.SIMULATOR.reset();
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		Class<?> type = parameter.getParameter().getType();
		return type == WechatSimulator.class || type == SimulatorClient.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		if (parameter.getParameter().getType() == SimulatorClient.class) {
			return new SimulatorClient(Shared.SIMULATOR.baseUrl());
		}
		return Shared.SIMULATOR;
	}

	private static final class Shared {

		private static final WechatSimulator SIMULATOR = WechatSimulator.start();

	}

}
