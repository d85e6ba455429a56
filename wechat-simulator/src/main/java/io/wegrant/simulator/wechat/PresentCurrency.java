package io.wegrant.simulator.wechat;

import org.springframework.stereotype.Component;

import io.wegrant.simulator.payment.CoinBalance;
import io.wegrant.simulator.payment.Coins;
import io.wegrant.simulator.payment.MovementRefusedException;
import io.wegrant.simulator.payment.Wallet;
import io.wegrant.simulator.wechat.SignedPayment.Need;

/**
 * Gives coins to a user.
 */
@Component
final class PresentCurrency implements Endpoint {

	private final SignedPayment proofs;

	private final Coins coins;

	PresentCurrency(SignedPayment proofs, Coins coins) {
		this.proofs = proofs;
		this.coins = coins;
	}

	@Override
	public String path() {
		return "/xpay/present_currency";
	}

	@Override
	public WechatAnswer answer(WechatRequest request) {
		PaymentCall call = this.proofs.read(request, Need.WHEN_SENT);
		String openid = this.proofs.user(request, call, Need.NEVER);
		String order = call.text("order_id");
		int amount = call.number("amount");
		Wallet wallet = new Wallet(call.appid(), openid, call.environment());
		try {
			this.coins.give(wallet, order, amount);
		}
		catch (MovementRefusedException ex) {
			throw PaidOrders.refusal(ex);
		}
		CoinBalance balance = this.coins.balance(wallet);
		return WechatAnswer.of(WechatAnswer.newOkBody()
			.put("balance", balance.total())
			.put("order_id", order)
			.put("present_balance", balance.given()));
	}

}
