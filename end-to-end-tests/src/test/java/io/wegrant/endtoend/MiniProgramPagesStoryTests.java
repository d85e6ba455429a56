package io.wegrant.endtoend;

import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import io.wegrant.endtoend.miniprogram.App;
import io.wegrant.endtoend.miniprogram.Phone;
import io.wegrant.endtoend.miniprogram.Screen;
import io.wegrant.endtoend.stage.Stage;
import io.wegrant.endtoend.stage.StageExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pages of the mini-program, with the applications that they are made for.
 */
@ExtendWith(StageExtension.class)
class MiniProgramPagesStoryTests {

	private final Stage stage;

	private final String person;

	private final Phone phone;

	MiniProgramPagesStoryTests(Stage stage) {
		this.stage = stage;
		this.person = stage.newcomer();
		this.phone = new Phone(stage, this.person);
	}

	@AfterEach
	void closePhone() {
		this.phone.close();
	}

	@Test
	void goodsWhenOpenedThenLogsInAndShowsTheFirstGoods() {
		Screen goods = launch("").open("pages/goods/goods");
		goods.on("onShow");
		assertThat(goods.data().required("items").size()).isEqualTo(20);
		JsonNode first = goods.data().required("items").get(0);
		assertThat(first.required("nameZh").asString()).isEqualTo("龙井绿茶 100克");
		assertThat(first.required("price").asString()).isEqualTo("¥88.00");
		assertThat(this.phone.logins()).isEqualTo(1);
		goods.on("onReachBottom");
		assertThat(goods.data().required("items").size()).isEqualTo(40);
	}

	@Test
	void goodsWhenSearchedThenShowsWhatWasFound() {
		Screen goods = launch("").open("pages/goods/goods");
		goods.on("search", Map.of("value", "绿茶"));
		assertThat(goods.data().required("items").size()).isEqualTo(1);
		goods.on("chooseCategory", Map.of("value", "2"));
		assertThat(goods.data().required("message").asString()).isEqualTo("没有找到商品");
	}

	@Test
	void goodsWhenSimulatorGivesTheCodesThenWechatIsNotAsked() {
		Screen goods = launch(this.stage.wechat().baseUrl().toString()).open("pages/goods/goods");
		goods.on("onShow");
		assertThat(goods.data().required("items").size()).isEqualTo(20);
		assertThat(this.phone.logins()).isZero();
	}

	@Test
	void loginWhenLaunchedThenHasHappenedAndIsNotRepeated() {
		Screen login = show(launch(""));
		assertThat(login.data().required("state").asString()).isEqualTo("active");
		assertThat(show(launch("")).data().required("state").asString()).isEqualTo("active");
		assertThat(this.phone.logins()).isEqualTo(1);
	}

	@Test
	void logoutWhenLaunchedAgainThenHoldsUntilTheUserLogsIn() {
		show(launch("")).on("logOut");
		Screen login = show(launch(""));
		assertThat(login.data().required("state").asString()).isEqualTo("loggedOut");
		assertThat(this.phone.logins()).isEqualTo(1);
		login.on("logIn");
		assertThat(login.data().required("state").asString()).isEqualTo("active");
	}

	@Test
	void appointmentWhenBookedThenIsListedUntilCancelled() {
		Screen appointments = bookingScreen();
		appointments.on("book");
		JsonNode booked = appointments.data().required("items").required(0);
		assertThat(booked.required("time").asString())
			.isEqualTo(appointments.data().required("date").asString() + " 10:00");
		assertThat(booked.required("state").asString()).isEqualTo("待确认");
		assertThat(booked.required("open").asBoolean()).isTrue();
		appointments.tap("cancel", Map.of("id", booked.required("id").asString()));
		assertThat(appointments.data().required("items").required(0).required("open").asBoolean()).isFalse();
		assertThat(this.phone.toasts()).isEmpty();
	}

	@Test
	void appointmentWhenSlotIsTakenThenSaysSo() {
		Screen appointments = bookingScreen();
		appointments.on("chooseClock", Map.of("value", "17"));
		appointments.on("book");
		appointments.on("book");
		assertThat(appointments.data().required("items").size()).isEqualTo(1);
		assertThat(this.phone.toasts()).containsExactly("这个时段已被预约");
		assertThat(appointments.data().required("busy").asBoolean()).isFalse();
	}

	@Test
	void profileWhenOpenedThenIsTheUsersOwnUntilLoggedOut() {
		App app = launch("");
		Screen profile = app.open("pages/profile/profile");
		profile.on("onShow");
		assertThat(profile.data().required("profile").required("sub").asString())
			.isEqualTo(this.phone.tokens().subject());
		show(app).on("logOut");
		profile.on("onShow");
		assertThat(profile.data().required("profile").isEmpty()).isTrue();
		assertThat(profile.data().required("message").asString()).isEqualTo("请先登录");
	}

	private Screen bookingScreen() {
		Screen appointments = launch("").open("pages/appointments/appointments");
		appointments.on("onLoad");
		appointments.on("onShow");
		assertThat(appointments.data().required("message").asString()).isEqualTo("还没有预约");
		return appointments;
	}

	private static Screen show(App app) {
		Screen login = app.open("pages/login/login");
		login.on("onShow");
		return login;
	}

	private App launch(String simulator) {
		return this.phone.launch(Map.of("clientId", this.stage.miniProgram().appid(), "provider",
				this.stage.provider().issuer().toString(), "service", this.stage.demoService().baseUrl().toString(),
				"simulator", simulator, "person", this.person));
	}

}
