package io.wegrant.simulator;

import java.net.URI;

import org.junit.jupiter.api.Test;

import io.wegrant.simulator.directory.MiniProgram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WechatSimulatorTests {

	@Test
	void startWhenHostIsConfiguredThenIgnoresItsFilesAndProperties() {
		System.setProperty("server.servlet.context-path", "/host");
		System.setProperty("wechat-simulator.apps[0].secret", "secret of the host");
		try (WechatSimulator simulator = WechatSimulator.start()) {
			SimulatorClient client = new SimulatorClient(simulator.baseUrl());
			String code = simulator.loginCode(SimulatorClient.APPID, "alice");
			assertThat(client.codeToSession(code).text("openid")).isNotEmpty();
			assertThat(client.get("/simulator/apps").body()).contains("\"appid\"");
		}
		finally {
			System.clearProperty("server.servlet.context-path");
			System.clearProperty("wechat-simulator.apps[0].secret");
		}
	}

	@Test
	void startWhenSeveralRunThenTheyShareNothingButIdentifiers() {
		try (WechatSimulator first = WechatSimulator.start(); WechatSimulator second = WechatSimulator.start()) {
			assertThat(first.baseUrl()).isNotEqualTo(second.baseUrl());
			String code = first.loginCode(SimulatorClient.APPID, "carol");
			new SimulatorClient(second.baseUrl()).codeToSession(code).assertRefused(40029, "invalid code");
			assertThat(first.openid(SimulatorClient.APPID, "carol"))
				.isEqualTo(second.openid(SimulatorClient.APPID, "carol"));
			assertThat(first.phoneNumber("carol")).isEqualTo(second.phoneNumber("carol"));
		}
	}

	@Test
	void startWhenPortIsGivenThenListensThere() {
		URI freed;
		try (WechatSimulator simulator = WechatSimulator.start()) {
			freed = simulator.baseUrl();
		}
		try (WechatSimulator simulator = WechatSimulator.start(freed.getPort())) {
			assertThat(simulator.baseUrl()).isEqualTo(freed);
		}
	}

	@Test
	void loginWhenAppIsRegisteredThenAnswersCode() {
		try (WechatSimulator simulator = WechatSimulator.start()) {
			assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> simulator.loginCode("wx9", "alice"))
				.withMessage("No mini-program has the appid 'wx9'");
			simulator.register(new MiniProgram("wx9", "s", null, null, null, null, null));
			assertThat(simulator.loginCode("wx9", "alice")).hasSize(32);
			assertThat(simulator.unionid("wx9", "alice")).isEmpty();
		}
	}

}
