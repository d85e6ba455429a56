package io.wegrant.resourceserver.boot3;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootVersion;

import io.wegrant.resourceserver.HttpService;
import io.wegrant.resourceserver.SpringServiceContract;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("S01 a servlet service on Boot 3.5")
class Boot3ContractTests extends SpringServiceContract {

	@Override
	protected HttpService start(String issuer, Map<String, String> settings) {
		return TestService.start(TestService.Application.class, issuer,
				settings.entrySet()
					.stream()
					.map((setting) -> "--wegrant.resource-server." + setting.getKey() + "=" + setting.getValue())
					.toArray(String[]::new));
	}

	@Override
	protected HttpService startWithOwnChain(String issuer) {
		return TestService.start(TestService.ApplicationWithOwnChain.class, issuer);
	}

	@Test
	void startThenOnBoot3() {
		assertThat(SpringBootVersion.getVersion()).startsWith("3.5.");
	}

	@Test
	void callWhenTokenIsInHeaderAndFormThenInvalidRequest() {
		assertProblem(service().send(service().request("/me")
			.header("Authorization", "Bearer " + token().sign())
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(HttpRequest.BodyPublishers.ofString("access_token=x"))
			.build()), 400, "The request carries an access token in more than one way.");
	}

	// Spring Security 6.5 looks for such proofs unasked.
	@Test
	void callWhenTokenComesWithProofOfPossessionThenRefusedWithoutReason() {
		for (String token : List.of(token().sign(), token().shifted(-3600).sign())) {
			HttpResponse<String> answer = service()
				.send(service().request("/me").header("Authorization", "DPoP " + token).header("DPoP", "x").build());
			assertThat(answer.statusCode()).isEqualTo(401);
			assertThat(answer.headers().map().toString() + answer.body()).doesNotContain("expired", "claim");
		}
	}

	@Test
	void callWhenErrorPageIsAskedForThenAsProtectedAsAny() {
		assertProblem(service().get("/error"), 401, "An access token is required.");
		assertThat(service().get("/nowhere", token().sign()).statusCode()).isEqualTo(404);
	}

	@Test
	@DisplayName("R12 health and meters")
	void readWhenTokensWereCheckedThenHealthAndMetersTell() {
		String token = token().sign();
		HttpResponse<String> health = service().get("/actuator/health", token);
		assertThat(health.body()).contains("\"wegrant\":{\"status\":\"UP\"", "\"feed\":\"followed\"", "\"keysAge\":");
		HttpResponse<String> meter = service()
			.get("/actuator/metrics/wegrant.resource-server.tokens?tag=result:accepted", token);
		assertThat(meter.body()).containsPattern("\"statistic\":\"COUNT\",\"value\":[1-9]");
	}

}
