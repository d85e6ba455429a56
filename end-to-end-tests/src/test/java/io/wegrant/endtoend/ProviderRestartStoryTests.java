package io.wegrant.endtoend;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.wegrant.endtoend.stage.JavaProcess;
import io.wegrant.endtoend.stage.MiniProgram;
import io.wegrant.endtoend.stage.Stage;
import io.wegrant.endtoend.stage.StageExtension;
import io.wegrant.endtoend.stage.Tokens;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(StageExtension.class)
class ProviderRestartStoryTests {

	private final Stage stage;

	private final MiniProgram miniProgram;

	private final JavaProcess provider;

	ProviderRestartStoryTests(Stage stage) {
		this.stage = stage;
		this.miniProgram = stage.miniProgram();
		this.provider = stage.provider().process();
	}

	@Test
	void restartWhenStoppedInOrderThenEverythingIssuedStillWorks() {
		assertEverythingIssuedSurvives(this.provider::stop);
	}

	@Test
	void restartWhenKilledThenEverythingIssuedStillWorks() {
		assertEverythingIssuedSurvives(this.provider::kill);
	}

	private void assertEverythingIssuedSurvives(Runnable end) {
		String person = this.stage.newcomer();
		List<String> keyIds = this.stage.provider().keyIds();
		Tokens before = this.miniProgram.logIn(person);
		end.run();
		this.provider.start();
		assertThat(this.stage.provider().keyIds()).isEqualTo(keyIds);
		assertThat(this.stage.demoService().goods(before.accessToken())).isOk();
		Tokens refreshed = this.miniProgram.refresh(before.refreshToken()).tokens();
		assertThat(refreshed.keyId()).isEqualTo(before.keyId());
		assertThat(refreshed.subject()).isEqualTo(before.subject());
		assertThat(this.stage.demoService().goods(refreshed.accessToken())).isOk();
		assertThat(this.miniProgram.logIn(person).subject()).isEqualTo(before.subject());
	}

}
