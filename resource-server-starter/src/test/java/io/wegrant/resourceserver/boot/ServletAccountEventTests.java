package io.wegrant.resourceserver.boot;

import java.util.List;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.wegrant.resourceserver.AccountEventListener;
import io.wegrant.resourceserver.HttpService;
import io.wegrant.resourceserver.SpringAccountEventContract;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("W08 account events in a servlet service on Boot 4")
@ExtendWith(OutputCaptureExtension.class)
class ServletAccountEventTests extends SpringAccountEventContract {

	@Override
	protected HttpService start(Chain chain, String issuer, List<AccountEventListener> listeners, String... arguments) {
		TestService service = TestService.start(application(chain), issuer, listeners, arguments);
		return new HttpService(service.port(), service::close);
	}

	private static Class<?> application(Chain chain) {
		return switch (chain) {
			case OF_STARTER -> TestService.Application.class;
			case OF_SERVICE -> TestService.ApplicationWithOwnChain.class;
			case GREEDY -> TestService.ApplicationWithGreedyChain.class;
		};
	}

	@Override
	protected String basePath() {
		return "server.servlet.context-path";
	}

	@Test
	void postWhenListenerThrowsThenLoggedWithIdAndTrace(CapturedOutput output) {
		String event = event().claim("jti", "e-to-be-logged").sign();
		assertThat(postToFailingListener(new IllegalStateException("the database is away"), event).statusCode())
			.isEqualTo(500);
		assertThat(output).contains("A listener failed at account event e-to-be-logged, which will be sent again",
				"java.lang.IllegalStateException: the database is away");
		assertThat(output).doesNotContain(event);
	}

}
