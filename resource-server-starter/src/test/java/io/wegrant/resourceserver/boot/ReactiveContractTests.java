package io.wegrant.resourceserver.boot;

import java.util.Map;

import org.junit.jupiter.api.DisplayName;

import io.wegrant.resourceserver.HttpService;
import io.wegrant.resourceserver.SpringServiceContract;

@DisplayName("S01 a WebFlux service on Boot 4")
class ReactiveContractTests extends SpringServiceContract {

	@Override
	protected HttpService start(String issuer, Map<String, String> settings) {
		return TestReactiveService.start(TestReactiveService.Application.class, issuer,
				settings.entrySet()
					.stream()
					.map((setting) -> "--wegrant.resource-server." + setting.getKey() + "=" + setting.getValue())
					.toArray(String[]::new));
	}

	@Override
	protected HttpService startWithOwnChain(String issuer) {
		return TestReactiveService.start(TestReactiveService.ApplicationWithOwnChain.class, issuer);
	}

}
