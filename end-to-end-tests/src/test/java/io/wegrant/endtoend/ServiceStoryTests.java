package io.wegrant.endtoend;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.wegrant.endtoend.stage.Answer;
import io.wegrant.endtoend.stage.DemoService;
import io.wegrant.endtoend.stage.Forgeries;
import io.wegrant.endtoend.stage.Stage;
import io.wegrant.endtoend.stage.StageExtension;
import io.wegrant.endtoend.stage.Tokens;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(StageExtension.class)
class ServiceStoryTests {

	private final Stage stage;

	private final DemoService service;

	ServiceStoryTests(Stage stage) {
		this.stage = stage;
		this.service = stage.demoService();
	}

	@Test
	void callWhenTokenIsValidThenAnswersGoods() {
		Answer goods = this.service.goods(logIn().accessToken());
		assertThat(goods).isOk();
		assertThat(goods.json().path("items")).isNotEmpty();
	}

	@Test
	void callWhenThereIsNoTokenThenAsksForOne() {
		assertThat(this.service.goods()).asksForToken();
	}

	@Test
	void callWhenTokenIsSignedByStrangerThenRefuses() {
		assertThat(this.service.goods(Forgeries.signedByStranger(logIn()))).refusesToken();
	}

	@Test
	void callWhenTokenHasOtherClaimsThanSignedThenRefuses() {
		assertThat(this.service.goods(Forgeries.withOtherClaims(logIn()))).refusesToken();
	}

	@Test
	void callWhenTokenIsUnsignedThenRefuses() {
		assertThat(this.service.goods(Forgeries.unsigned(logIn()))).refusesToken();
	}

	@Test
	void callWhenTokenIsMeantForAnotherServiceThenRefuses() {
		assertThat(this.service.goods(this.stage.provider().tokenOfAdministrator())).refusesToken();
	}

	@Test
	void callWhenTokenIsRefreshTokenThenRefuses() {
		assertThat(this.service.goods(logIn().refreshToken())).refusesToken();
	}

	@Test
	void callWhenTokenLacksScopeThenNamesIt() {
		assertThat(this.service.goods(this.stage.provider().tokenOfService())).asksForScope("goods.read");
	}

	@Test
	void callWhenServiceWasRestartedThenAcceptsEarlierToken() {
		String token = logIn().accessToken();
		assertThat(this.service.goods(token)).isOk();
		this.service.process().stop();
		this.service.process().start();
		assertThat(this.service.goods(token)).isOk();
	}

	private Tokens logIn() {
		return this.stage.miniProgram().logIn(this.stage.newcomer());
	}

}
