package io.wegrant.endtoend;

import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import io.wegrant.endtoend.miniprogram.App;
import io.wegrant.endtoend.miniprogram.Network;
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
	void appointmentWhenSlotIsTakenThenSaysByWhom() {
		Screen appointments = bookingScreen();
		appointments.on("chooseClock", Map.of("value", "17"));
		appointments.on("book");
		appointments.on("book");
		assertThat(appointments.data().required("items").size()).isEqualTo(1);
		assertThat(this.phone.toasts()).containsExactly("你已预约这个时段");
		assertThat(appointments.data().required("busy").asBoolean()).isFalse();
		try (Phone other = new Phone(this.stage, this.stage.newcomer())) {
			Screen theirs = bookingScreen(other);
			theirs.on("chooseClock", Map.of("value", "17"));
			theirs.on("book");
			assertThat(theirs.data().required("items").isEmpty()).isTrue();
			assertThat(other.toasts()).containsExactly("这个时段已被预约，请换一个");
		}
	}

	@Test
	void appointmentWhenAnswerIsLostThenIsFoundToBeBooked() {
		Screen appointments = bookingScreen();
		appointments.on("chooseClock", Map.of("value", "3"));
		this.phone.network().loseAnswersOf("/appointments", 1);
		appointments.on("book");
		this.phone.runUntil(() -> !appointments.data().required("busy").asBoolean());
		assertThat(appointments.data().required("items").size()).isEqualTo(1);
		assertThat(this.phone.toasts()).containsExactly("预约成功");
	}

	@Test
	void appointmentWhenItNeverArrivedThenSaysSo() {
		Screen appointments = bookingScreen();
		appointments.on("chooseClock", Map.of("value", "4"));
		this.phone.network().refuseConnectionsTo("/appointments", 1);
		appointments.on("book");
		assertThat(appointments.data().required("items").isEmpty()).isTrue();
		assertThat(this.phone.toasts()).containsExactly("预约没有成功，请检查网络后再试");
	}

	@Test
	void appointmentWhenNothingIsAnsweredThenSaysWhereToLook() {
		Screen appointments = bookingScreen();
		appointments.on("chooseClock", Map.of("value", "5"));
		this.phone.network().loseAnswersOf("/appointments", 2);
		appointments.on("book");
		this.phone.runUntil(() -> !appointments.data().required("busy").asBoolean());
		assertThat(this.phone.toasts()).containsExactly("没有收到回应，请稍后在列表中查看");
	}

	@Test
	void appointmentWhenServiceFailsAfterItHasBookedThenIsFoundToBeBooked() {
		Screen appointments = bookingScreen();
		appointments.on("chooseClock", Map.of("value", "12"));
		appointments.on("book");
		this.phone.network().answer("/appointments", 1, new Network.Substitute(504, Map.of(), "<h1>Time-out</h1>"));
		appointments.on("book");
		assertThat(this.phone.toasts()).containsExactly("预约成功");
	}

	@Test
	void appointmentWhenLoginHasToWaitThenSaysHowLong() {
		Screen appointments = bookingScreen();
		this.phone.network().answer("/oauth2/token", 1, new Network.Substitute(503, Map.of("Retry-After", "60"), """
				{"error":"temporarily_unavailable"}"""));
		this.phone.network().spoilTokensTo("/appointments", 1);
		appointments.on("book");
		assertThat(this.phone.toasts()).containsExactly("请 60 秒后再试");
	}

	@Test
	void appointmentWhenFiveAreOpenThenSaysToCancelOne() {
		Screen appointments = bookingScreen();
		for (int clock = 6; clock < 12; clock++) {
			appointments.on("chooseClock", Map.of("value", Integer.toString(clock)));
			appointments.on("book");
		}
		assertThat(appointments.data().required("items").size()).isEqualTo(5);
		assertThat(this.phone.toasts()).containsExactly("未完成的预约太多，请先取消一个");
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
		return bookingScreen(this.phone);
	}

	private Screen bookingScreen(Phone each) {
		Screen appointments = launch(each, "").open("pages/appointments/appointments");
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
		return launch(this.phone, simulator);
	}

	private App launch(Phone each, String simulator) {
		return each.launch(Map.of("clientId", this.stage.miniProgram().appid(), "provider",
				this.stage.provider().issuer().toString(), "service", this.stage.demoService().baseUrl().toString(),
				"simulator", simulator, "person", this.person));
	}

}
