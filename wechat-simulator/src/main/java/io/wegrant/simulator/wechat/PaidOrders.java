package io.wegrant.simulator.wechat;

import java.util.Optional;

import org.springframework.stereotype.Component;

import io.wegrant.simulator.payment.MovementRefusedException;
import io.wegrant.simulator.payment.Order;
import io.wegrant.simulator.payment.Orders;

/**
 * Finds the order that a call is about.
 */
@Component
final class PaidOrders {

	private final Orders orders;

	PaidOrders(Orders orders) {
		this.orders = orders;
	}

	Order require(PaymentCall call) {
		Optional<String> number = WechatRequest.text(call.json(), "order_id");
		if (number.isPresent()) {
			return this.orders.find(call.appid(), call.environment(), number.get())
				.orElseThrow(() -> PaymentCall.wrong("order_id"));
		}
		return this.orders.findByWechatNumber(call.appid(), call.environment(), call.text("wx_order_id"))
			.orElseThrow(() -> PaymentCall.wrong("wx_order_id"));
	}

	Order requireOf(String openid, PaymentCall call) {
		Order order = require(call);
		if (!order.wallet().openid().equals(openid)) {
			throw WechatError.PAYMENT_OPENID.refusal();
		}
		return order;
	}

	static WechatRefusal refusal(MovementRefusedException refused) {
		return switch (refused.reason()) {
			case REPEATED -> WechatError.PAYMENT_REPEATED.refusal();
			case TOO_FEW -> WechatError.PAYMENT_BALANCE.refusal();
			case OTHER_REST -> WechatError.PAYMENT_LEFT_FEE.refusal();
		};
	}

}
