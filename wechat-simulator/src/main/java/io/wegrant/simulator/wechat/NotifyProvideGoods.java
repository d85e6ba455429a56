package io.wegrant.simulator.wechat;

import java.time.Clock;

import org.springframework.stereotype.Component;

import io.wegrant.simulator.payment.Orders;
import io.wegrant.simulator.wechat.SignedPayment.Need;

/**
 * Hears that an order was delivered.
 */
@Component
final class NotifyProvideGoods implements Endpoint {

	private final SignedPayment proofs;

	private final PaidOrders paidOrders;

	private final Orders orders;

	private final Clock clock;

	NotifyProvideGoods(SignedPayment proofs, PaidOrders paidOrders, Orders orders, Clock clock) {
		this.proofs = proofs;
		this.paidOrders = paidOrders;
		this.orders = orders;
		this.clock = clock;
	}

	@Override
	public String path() {
		return "/xpay/notify_provide_goods";
	}

	@Override
	public WechatAnswer answer(WechatRequest request) {
		PaymentCall call = this.proofs.read(request, Need.WHEN_SENT);
		this.orders.deliver(this.paidOrders.require(call), this.clock.instant());
		return WechatAnswer.of(WechatAnswer.newOkBody());
	}

}
