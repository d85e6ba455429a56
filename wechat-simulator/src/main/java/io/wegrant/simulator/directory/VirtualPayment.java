package io.wegrant.simulator.directory;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * What a mini-program has at WeChat's virtual payment.
 *
 * @param offerIds the numbers under which it sells
 * @param appKey the key of live payments
 * @param sandboxAppKey the key of payments in the sandbox
 * @param products what it sells
 * @param startingCoins how many given coins each user begins with, live and in the
 * sandbox
 */
public record VirtualPayment(List<String> offerIds, String appKey, String sandboxAppKey,
		@DefaultValue List<Product> products, @DefaultValue("0") int startingCoins) {

	/**
	 * Checks the values.
	 */
	public VirtualPayment {
		Assert.notEmpty(offerIds, "offerIds is missing");
		offerIds.forEach((offerId) -> Assert.isTrue(isOfferId(offerId), "offerIds has what is not a 32-bit number"));
		Assert.hasText(appKey, "appKey is missing");
		Assert.hasText(sandboxAppKey, "sandboxAppKey is missing");
		Assert.isTrue(!appKey.equals(sandboxAppKey), "appKey and sandboxAppKey are the same");
		Assert.isTrue(products.stream().map(Product::id).distinct().count() == products.size(),
				"products must have distinct ids");
		Assert.isTrue(startingCoins >= 0, "startingCoins is negative");
		offerIds = List.copyOf(offerIds);
		products = List.copyOf(products);
	}

	/**
	 * Tells whether a text is a number as WeChat gives them to sellers.
	 * @param text the text
	 * @return whether it is one of 32 bits
	 */
	public static boolean isOfferId(String text) {
		return text.matches("[0-9]{1,10}") && Long.parseLong(text) <= 0xFFFFFFFFL;
	}

	/**
	 * Returns the key that an environment's payments are signed with.
	 * @param environment the environment
	 * @return the key
	 */
	public String appKey(Environment environment) {
		return (environment == Environment.LIVE) ? this.appKey : this.sandboxAppKey;
	}

	/**
	 * Looks a product up.
	 * @param id its identifier
	 * @return the product, or empty when nothing is sold under that identifier
	 */
	public Optional<Product> product(String id) {
		return this.products.stream().filter((product) -> product.id().equals(id)).findFirst();
	}

	@Override
	public String toString() {
		return "VirtualPayment[offerIds=" + this.offerIds + ", products=" + this.products + "]";
	}

	/**
	 * Where a payment counts.
	 */
	public enum Environment {

		/**
		 * For money.
		 */
		LIVE(0),

		/**
		 * For tests.
		 */
		SANDBOX(1);

		private final int number;

		Environment(int number) {
			this.number = number;
		}

		/**
		 * Reads WeChat's number.
		 * @param number the number in {@code env}
		 * @return the environment, or empty when the number is neither 0 nor 1
		 */
		public static Optional<Environment> of(int number) {
			return Arrays.stream(values()).filter((environment) -> environment.number == number).findFirst();
		}

		/**
		 * Returns WeChat's number.
		 * @return 0 for live, 1 for the sandbox
		 */
		public int number() {
			return this.number;
		}

	}

}
