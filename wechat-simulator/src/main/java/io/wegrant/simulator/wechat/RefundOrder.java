package io.wegrant.simulator.wechat;

import org.springframework.stereotype.Component;

import io.wegrant.simulator.payment.MovementRefusedException;
import io.wegrant.simulator.payment.Order;
import io.wegrant.simulator.payment.Refund;
import io.wegrant.simulator.payment.Refunds;
import io.wegrant.simulator.wechat.SignedPayment.Need;

/**
 * Pays back what an order has cost, or a part of it.
 */
@Component
final class RefundOrder implements Endpoint {

	private static final int LONGEST_META = 1024;

	private final SignedPayment proofs;

	private final PaidOrders orders;

	private final Refunds refunds;

	RefundOrder(SignedPayment proofs, PaidOrders orders, Refunds refunds) {
		this.proofs = proofs;
		this.orders = orders;
		this.refunds = refunds;
	}

	@Override
	public String path() {
		return "/xpay/refund_order";
	}

	@Override
	public WechatAnswer answer(WechatRequest request) {
		PaymentCall call = this.proofs.read(request, Need.ALWAYS);
		String openid = this.proofs.user(request, call, Need.WHEN_SENT);
		String number = call.text("refund_order_id", "[A-Za-z0-9_-]{8,32}");
		int left = call.number("left_fee");
		int fee = call.number("refund_fee");
		if (fee > left) {
			throw PaymentCall.wrong("refund_fee");
		}
		if (call.json().path("biz_meta").asString("").length() > LONGEST_META) {
			throw PaymentCall.wrong("biz_meta");
		}
		call.text("refund_reason", "[0-5]");
		call.text("req_from", "[1-3]");
		Order order = this.orders.requireOf(openid, call);
		try {
			Refund refund = this.refunds.refund(order, number, left, fee);
			return WechatAnswer.of(WechatAnswer.newOkBody()
				.put("refund_order_id", refund.number())
				.put("refund_wx_order_id", refund.wechatNumber())
				.put("pay_order_id", order.number())
				.put("pay_wx_order_id", order.numbers().order()));
		}
		catch (MovementRefusedException ex) {
			throw PaidOrders.refusal(ex);
		}
	}

}
