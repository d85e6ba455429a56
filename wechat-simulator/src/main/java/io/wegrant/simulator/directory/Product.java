package io.wegrant.simulator.directory;

import org.springframework.util.Assert;

/**
 * Something that a mini-program sells.
 *
 * @param id the identifier, as {@code productId} names it
 * @param price the price of one in fen
 */
public record Product(String id, int price) {

	/**
	 * Checks the values.
	 */
	public Product {
		Assert.hasText(id, "id of a product is missing");
		Assert.isTrue(id.matches("[A-Za-z0-9_-]{1,64}"), "id of a product is not 1 to 64 letters, digits, _ or -");
		Assert.isTrue(price > 0, "price of a product is not positive");
	}

}
