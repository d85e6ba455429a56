package io.wegrant.simulator.control;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

import io.wegrant.simulator.payment.Order;
import io.wegrant.simulator.push.DeliveryAttempt;

/**
 * What a person paid, and what the server of the mini-program was told of it.
 *
 * @param time when it was paid
 * @param appid the mini-program
 * @param user the name of the person
 * @param env 0 for live, 1 for the sandbox
 * @param mode {@code short_series_goods} or {@code short_series_coin}
 * @param orderNumber the mini-program's own number
 * @param wechatNumber WeChat's number
 * @param productId the product, or {@code null} for coins
 * @param quantity how many
 * @param paidFee what was paid, in fen
 * @param refundFee what of it was paid back, in fen
 * @param status WeChat's number for how far the order is, 4 for delivered
 * @param attempts the pushes because of it, oldest first
 */
public record Payment(Instant time, String appid, String user, int env, String mode,
		@JsonProperty("out_trade_no") String orderNumber, @JsonProperty("wx_order_id") String wechatNumber,
		@JsonProperty("product_id") @Nullable String productId, int quantity, @JsonProperty("paid_fee") long paidFee,
		@JsonProperty("refund_fee") long refundFee, int status, List<DeliveryAttempt> attempts) {

	static Payment of(Order order) {
		return new Payment(order.paidAt(), order.wallet().appid(), order.user(), order.wallet().environment().number(),
				order.purchase().mode(), order.number(), order.numbers().order(), order.purchase().productId(),
				order.purchase().quantity(), order.purchase().paidFee(), order.refundedFee(), order.status().number(),
				order.attempts());
	}

}
