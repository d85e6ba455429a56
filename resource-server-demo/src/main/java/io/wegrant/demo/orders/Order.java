package io.wegrant.demo.orders;

import org.jspecify.annotations.Nullable;

/**
 * What a user wants to buy: one of something, paid in one mini-program.
 *
 * @param id its random name, which is WeChat's {@code outTradeNo}
 * @param sub the user, as the token names them
 * @param appid the mini-program
 * @param product WeChat's name of what is sold
 * @param priceFen what it costs in fen, a hundredth of a yuan
 * @param status how far it has got
 */
record Order(String id, String sub, String appid, String product, long priceFen, OrderStatus status) {

	/** The only thing that is sold. */
	static final String MEMBERSHIP = "tea-membership";

	/** What it costs, as WeChat's back office says too. */
	static final long MEMBERSHIP_FEN = 1990;

	static final int QUANTITY = 1;

	/** Payments with money: those of the sandbox pay for nothing. */
	static final int ENV = 0;

	/**
	 * Tells whether somebody has paid for this order, and all of it.
	 * @param appid the mini-program that the push is about
	 * @param push what WeChat says of a payment
	 * @return whether it may be delivered
	 */
	boolean isPaidBy(@Nullable String appid, Push push) {
		return this.appid.equals(appid) && push.says("OutTradeNo", this.id) && push.says("Env", ENV)
				&& push.says("GoodsInfo/ProductId", this.product) && push.says("GoodsInfo/Quantity", QUANTITY)
				&& push.says("GoodsInfo/ActualPrice", this.priceFen * QUANTITY);
	}

}
