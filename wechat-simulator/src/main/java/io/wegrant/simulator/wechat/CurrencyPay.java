package io.wegrant.simulator.wechat;

import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.wegrant.simulator.payment.Coins;
import io.wegrant.simulator.payment.MovementRefusedException;
import io.wegrant.simulator.payment.Wallet;
import io.wegrant.simulator.wechat.SignedPayment.Need;

/**
 * Spends coins of a user.
 */
@Component
final class CurrencyPay implements Endpoint {

	private static final JsonMapper JSON = JsonMapper.shared();

	private final SignedPayment proofs;

	private final Coins coins;

	CurrencyPay(SignedPayment proofs, Coins coins) {
		this.proofs = proofs;
		this.coins = coins;
	}

	@Override
	public String path() {
		return "/xpay/currency_pay";
	}

	@Override
	public WechatAnswer answer(WechatRequest request) {
		PaymentCall call = this.proofs.read(request, Need.ALWAYS);
		String openid = this.proofs.user(request, call, Need.ALWAYS);
		call.text("user_ip");
		int amount = call.number("amount");
		String order = call.text("order_id");
		requireItems(call.text("payitem"));
		Wallet wallet = new Wallet(call.appid(), openid, call.environment());
		try {
			long given = this.coins.spend(wallet, order, amount);
			return WechatAnswer.of(WechatAnswer.newOkBody()
				.put("order_id", order)
				.put("balance", this.coins.balance(wallet).total())
				.put("used_present_amount", given));
		}
		catch (MovementRefusedException ex) {
			throw PaidOrders.refusal(ex);
		}
	}

	private static void requireItems(String payitem) {
		try {
			JsonNode items = JSON.readTree(payitem);
			if (items.isArray() && !items.isEmpty() && items.valueStream().allMatch(CurrencyPay::isItem)) {
				return;
			}
		}
		catch (JacksonException ex) {
			throw PaymentCall.wrong("payitem");
		}
		throw PaymentCall.wrong("payitem");
	}

	private static boolean isItem(JsonNode item) {
		return item.path("productid").isString() && item.path("unit_price").isIntegralNumber()
				&& item.path("quantity").isIntegralNumber();
	}

}
