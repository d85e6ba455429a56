package io.wegrant.endtoend;

import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.wegrant.endtoend.miniprogram.Network;
import io.wegrant.endtoend.miniprogram.Phone;
import io.wegrant.endtoend.miniprogram.Screen;
import io.wegrant.endtoend.stage.Stage;
import io.wegrant.endtoend.stage.StageExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page that sells the membership, with the applications that it is made for.
 */
@ExtendWith(StageExtension.class)
class MiniProgramMembershipStoryTests {

	private static final String ORDERS = "/orders";

	private static final String DELIVERED = "已开通";

	private final Stage stage;

	private final String person;

	private final Phone phone;

	MiniProgramMembershipStoryTests(Stage stage) {
		this.stage = stage;
		this.person = stage.newcomer();
		this.phone = new Phone(stage, this.person);
	}

	@AfterEach
	void closePhone() {
		this.phone.close();
	}

	@Test
	void buyWhenPaidThenShowsThatItIsDelivered() {
		Screen membership = open("");
		assertThat(membership.data().required("price").asString()).isEqualTo("¥19.90");
		buy(membership);
		assertThat(state(membership)).isEqualTo(DELIVERED);
		assertThat(this.phone.payments()).isEqualTo(1);
		assertThat(this.phone.toasts()).isEmpty();
	}

	@Test
	void buyWhenSessionKeyIsStaleThenLogsInOnceAndTriesAgain() {
		Screen membership = open("");
		buy(membership);
		this.stage.wechat().replaceSessionKey(this.stage.miniProgram().appid(), this.person);
		buy(membership);
		assertThat(state(membership)).isEqualTo(DELIVERED);
		assertThat(this.phone.logins()).isEqualTo(2);
		assertThat(this.phone.network().sentTo(ORDERS)).hasSize(3);
		assertThat(this.phone.payments()).isEqualTo(2);
		assertThat(this.phone.toasts()).isEmpty();
	}

	@Test
	void buyWhenLoginDoesNotHelpThenSaysSoAfterOne() {
		Screen membership = open("");
		this.phone.network().answer(ORDERS, 9, new Network.Substitute(409, Map.of(), """
				{"status":409,"code":"session_key_stale"}"""));
		buy(membership);
		assertThat(this.phone.logins()).isEqualTo(2);
		assertThat(this.phone.network().sentTo(ORDERS)).hasSize(2);
		assertThat(this.phone.toasts()).containsExactly("登录已失效，请重新打开小程序");
	}

	@ParameterizedTest
	@CsvSource({ "-2,支付已取消,1", "-15006,小程序出错了，请联系商家,1", "-15007,登录已失效，请重新打开小程序,2", "-15005,登录已失效，请重新打开小程序,2" })
	void buyWhenWechatRefusesThenSaysWhy(int errCode, String said, int payments) {
		this.phone.failPaymentsWith(errCode);
		Screen membership = open("");
		buy(membership);
		assertThat(this.phone.toasts()).containsExactly(said);
		assertThat(this.phone.payments()).isEqualTo(payments);
		assertThat(state(membership)).isEmpty();
	}

	@Test
	void buyWhenWechatDoesNotCallBackThenShopSaysThatItIsDelivered() {
		this.phone.ignorePayments();
		Screen membership = open("");
		buy(membership);
		assertThat(state(membership)).isEqualTo(DELIVERED);
		assertThat(this.phone.toasts()).isEmpty();
	}

	@Test
	void buyWhenResultIsUnknownThenLooksAgainWhenThePageIsShown() {
		this.phone.failPaymentsWith(-5);
		Screen membership = open("");
		buy(membership);
		assertThat(state(membership)).isEqualTo("确认中");
		assertThat(this.phone.toasts()).containsExactly("还没有收到支付结果，请稍后查看");
		membership.on("onShow");
		assertThat(state(membership)).isEqualTo("确认中");
	}

	@Test
	void buyWhenShopIsBusyThenSaysHowLongToWait() {
		Screen membership = open("");
		this.phone.network().answer(ORDERS, 1, new Network.Substitute(503, Map.of("Retry-After", "30"), "{}"));
		buy(membership);
		assertThat(this.phone.toasts()).containsExactly("请 30 秒后再试");
	}

	@Test
	void buyWhenWechatIsTooOldThenSaysSo() {
		this.phone.forget("requestVirtualPayment");
		buy(open(""));
		assertThat(this.phone.toasts()).containsExactly("微信版本过低，请更新微信后再试");
	}

	@Test
	void buyWhenSimulatorPlaysWechatThenItIsPaidThere() {
		Screen membership = open(this.stage.wechat().baseUrl().toString());
		buy(membership);
		assertThat(this.phone.payments()).isZero();
		assertThat(this.phone.network().sentTo("/simulator/payments")).hasSize(1);
		assertThat(state(membership)).isIn(DELIVERED, "确认中");
	}

	private void buy(Screen membership) {
		membership.on("buy");
		this.phone.runUntil(() -> !membership.data().required("busy").asBoolean());
	}

	private static String state(Screen membership) {
		return membership.data().required("state").asString();
	}

	private Screen open(String simulator) {
		return this.phone
			.launch(Map.of("clientId", this.stage.miniProgram().appid(), "provider",
					this.stage.provider().issuer().toString(), "service", this.stage.demoService().baseUrl().toString(),
					"simulator", simulator, "person", this.person))
			.open("pages/membership/membership");
	}

}
