package io.wegrant.simulator.wechat;

import org.springframework.stereotype.Component;

import io.wegrant.simulator.payment.CoinBalance;
import io.wegrant.simulator.payment.Coins;
import io.wegrant.simulator.payment.Wallet;
import io.wegrant.simulator.wechat.SignedPayment.Need;

/**
 * Tells what a user has in coins.
 */
@Component
final class QueryUserBalance implements Endpoint {

	private final SignedPayment proofs;

	private final Coins coins;

	QueryUserBalance(SignedPayment proofs, Coins coins) {
		this.proofs = proofs;
		this.coins = coins;
	}

	@Override
	public String path() {
		return "/xpay/query_user_balance";
	}

	@Override
	public WechatAnswer answer(WechatRequest request) {
		PaymentCall call = this.proofs.read(request, Need.ALWAYS);
		String openid = this.proofs.user(request, call, Need.ALWAYS);
		call.text("user_ip");
		CoinBalance balance = this.coins.balance(new Wallet(call.appid(), openid, call.environment()));
		return WechatAnswer.of(WechatAnswer.newOkBody()
			.put("balance", balance.total())
			.put("present_balance", balance.given())
			.put("sum_save", balance.bought())
			.put("sum_present", balance.givenInAll())
			.put("sum_balance", balance.bought() + balance.givenInAll())
			.put("sum_cost", balance.spent())
			.put("first_save_flag", balance.bought() == 0));
	}

}
