package io.wegrant.simulator.payment;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.stereotype.Component;

import io.wegrant.simulator.directory.MiniProgram;
import io.wegrant.simulator.directory.MiniPrograms;
import io.wegrant.simulator.push.Deliveries;
import io.wegrant.simulator.push.DeliveryAttempt;

/**
 * Tells the server of a mini-program what became of an order, and notes on the order what
 * it answered. A mini-program without a push token is told nothing.
 */
@Component
final class OrderEvents {

	private final Deliveries deliveries;

	private final Orders orders;

	private final MiniPrograms miniPrograms;

	private final Clock clock;

	OrderEvents(Deliveries deliveries, Orders orders, MiniPrograms miniPrograms, Clock clock) {
		this.deliveries = deliveries;
		this.orders = orders;
		this.miniPrograms = miniPrograms;
		this.clock = clock;
	}

	void paid(Order order) {
		Purchase purchase = order.purchase();
		Map<String, Object> message = new LinkedHashMap<>();
		message.put("OpenId", order.wallet().openid());
		message.put("OutTradeNo", order.number());
		message.put("Env", order.wallet().environment().number());
		message.put("WeChatPayInfo", payInfo(order));
		message.put(purchase.isCoins() ? "CoinInfo" : "GoodsInfo", item(purchase));
		String event = purchase.isCoins() ? "xpay_coin_pay_notify" : "xpay_goods_deliver_notify";
		deliver(order, event, message, true);
	}

	void refunded(Order order, Refund refund, Instant begunAt) {
		Map<String, Object> message = new LinkedHashMap<>();
		message.put("OpenId", order.wallet().openid());
		message.put("WxRefundId", refund.wechatNumber());
		message.put("MchRefundId", refund.number());
		message.put("WxOrderId", order.numbers().order());
		message.put("MchOrderId", order.number());
		message.put("RefundFee", refund.fee());
		message.put("RetCode", 0);
		message.put("RetMsg", "success");
		message.put("RefundStartTimestamp", begunAt.getEpochSecond());
		message.put("RefundSuccTimestamp", this.clock.instant().getEpochSecond());
		message.put("WxpayRefundTransactionId", refund.transaction());
		deliver(order, "xpay_refund_notify", message, false);
	}

	private void deliver(Order order, String event, Map<String, Object> message, boolean provides) {
		String appid = order.wallet().appid();
		if (this.miniPrograms.find(appid).map(MiniProgram::pushToken).isEmpty()) {
			return;
		}
		this.deliveries.deliver(appid, event, message, (attempt) -> note(order, attempt, provides));
	}

	private void note(Order order, DeliveryAttempt attempt, boolean provides) {
		this.orders.change(order, (latest) -> {
			Order noted = latest.attempted(attempt);
			if (!provides) {
				return noted;
			}
			return attempt.accepted() ? noted.delivered(attempt.time()) : noted.delivering(attempt.time());
		});
	}

	private static Map<String, Object> payInfo(Order order) {
		Map<String, Object> info = new LinkedHashMap<>();
		info.put("MchOrderNo", order.numbers().channel());
		info.put("TransactionId", order.numbers().transaction());
		info.put("PaidTime", order.paidAt().getEpochSecond());
		return info;
	}

	private static Map<String, Object> item(Purchase purchase) {
		Map<String, Object> item = new LinkedHashMap<>();
		if (purchase.productId() != null) {
			item.put("ProductId", purchase.productId());
		}
		item.put("Quantity", purchase.quantity());
		item.put("OrigPrice", purchase.originalFee());
		item.put("ActualPrice", purchase.paidFee());
		item.put("Attach", purchase.attach());
		return item;
	}

}
