package io.wegrant.resourceserver.boot;

import java.util.Map;

import org.junit.jupiter.api.DisplayName;

import io.wegrant.resourceserver.HttpService;
import io.wegrant.resourceserver.SpringServiceContract;

@DisplayName("S01 a servlet service on Boot 4")
class ServletContractTests extends SpringServiceContract {

	@Override
	protected HttpService start(String issuer, Map<String, String> settings) {
		String[] arguments = settings.entrySet()
			.stream()
			.map((setting) -> "--wegrant.resource-server." + setting.getKey() + "=" + setting.getValue())
			.toArray(String[]::new);
		TestService service = TestService.start(issuer, arguments);
		return new HttpService(service.port(), service::close);
	}

	@Override
	protected HttpService startWithOwnChain(String issuer) {
		TestService service = TestService.start(TestService.ApplicationWithOwnChain.class, issuer);
		return new HttpService(service.port(), service::close);
	}

}
