package io.wegrant.demo.orders;

/**
 * What WeChat is to charge, with the members of {@code wx.requestVirtualPayment}. It is
 * written once: the text is what is signed, and what the mini-program hands to WeChat.
 *
 * @param offerId the company's offer at WeChat
 * @param buyQuantity how many
 * @param env 0 for money, 1 for the sandbox
 * @param currencyType always {@code CNY}
 * @param productId what is bought
 * @param goodsPrice what one costs, in fen
 * @param outTradeNo the order
 * @param attach comes back when it was paid
 */
record SignData(String offerId, int buyQuantity, int env, String currencyType, String productId, long goodsPrice,
		String outTradeNo, String attach) {

	static SignData of(Order order, String offerId) {
		return new SignData(offerId, Order.QUANTITY, Order.ENV, "CNY", order.product(), order.priceFen(), order.id(),
				order.product());
	}

}
