package io.wegrant.simulator.payment;

import org.jspecify.annotations.Nullable;

/**
 * What somebody buys, as {@code signData} says it.
 *
 * @param mode {@code short_series_goods} or {@code short_series_coin}
 * @param productId the product, or {@code null} for coins
 * @param quantity how many
 * @param originalFee what all of them cost, in fen
 * @param paidFee what is paid for all of them, in fen
 * @param attach text that comes back with the delivery
 */
public record Purchase(String mode, @Nullable String productId, int quantity, long originalFee, long paidFee,
		String attach) {

	static final String GOODS = "short_series_goods";

	static final String COINS = "short_series_coin";

	/**
	 * Tells what is bought.
	 * @return whether it is coins
	 */
	public boolean isCoins() {
		return this.mode.equals(COINS);
	}

}
