package io.wegrant.simulator.wechat;

import java.time.Instant;

import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

import io.wegrant.simulator.payment.Order;
import io.wegrant.simulator.wechat.SignedPayment.Need;

/**
 * Tells how far an order is that was paid for with money.
 */
@Component
final class QueryOrder implements Endpoint {

	private final SignedPayment proofs;

	private final PaidOrders orders;

	QueryOrder(SignedPayment proofs, PaidOrders orders) {
		this.proofs = proofs;
		this.orders = orders;
	}

	@Override
	public String path() {
		return "/xpay/query_order";
	}

	@Override
	public WechatAnswer answer(WechatRequest request) {
		PaymentCall call = this.proofs.read(request, Need.ALWAYS);
		String openid = this.proofs.user(request, call, Need.NEVER);
		Order order = this.orders.requireOf(openid, call);
		ObjectNode body = WechatAnswer.newOkBody();
		describe(order, body.putObject("order"));
		return WechatAnswer.of(body);
	}

	private static void describe(Order order, ObjectNode json) {
		Instant providedAt = order.providedAt();
		json.put("order_id", order.number())
			.put("create_time", order.paidAt().getEpochSecond())
			.put("update_time", order.updatedAt().getEpochSecond())
			.put("status", order.status().number())
			.put("biz_type", 0)
			.put("order_fee", order.purchase().originalFee())
			.put("coupon_fee", 0)
			.put("paid_fee", order.purchase().paidFee())
			.put("order_type", 0)
			.put("refund_fee", order.refundedFee())
			.put("paid_time", order.paidAt().getEpochSecond())
			.put("provide_time", (providedAt != null) ? providedAt.getEpochSecond() : 0)
			.put("biz_meta", order.purchase().attach())
			// Not the number that the call has.
			.put("env_type", order.wallet().environment().number() + 1)
			.put("token", order.numbers().token())
			.put("left_fee", order.leftFee())
			.put("wx_order_id", order.numbers().order())
			.put("channel_order_id", order.numbers().channel())
			.put("wxpay_order_id", order.numbers().transaction())
			.put("sett_time", 0)
			.put("sett_state", 0)
			.put("platform_fee_fen", 0)
			.put("cps_fee_fen", 0);
	}

}
