package io.wegrant.simulator.payment;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import io.wegrant.simulator.directory.VirtualPayment;
import io.wegrant.simulator.directory.VirtualPayment.Environment;

/**
 * What {@code signData} says, with the types that it must have.
 *
 * @param offerId the number under which the mini-program sells
 * @param quantity how many are bought
 * @param env the number of the environment, 0 if absent
 * @param currency the currency
 * @param orderNumber the mini-program's own number of the order
 * @param attach text that comes back with the delivery
 * @param productId the product, or {@code null}
 * @param price the price of one in fen, or {@code null}
 * @param sellingPrice the price of one in a sale in fen, or {@code null}
 */
record SignData(String offerId, int quantity, int env, String currency, String orderNumber, String attach,
		@Nullable String productId, @Nullable Integer price, @Nullable Integer sellingPrice) {

	private static final JsonMapper JSON = JsonMapper.shared();

	static SignData read(String text) {
		ObjectNode json = json(text);
		String offerId = text(json, "offerId");
		if (!VirtualPayment.isOfferId(offerId)) {
			throw PaymentError.SIGN_DATA.failure("field offerId doesn't expect an uint32 value");
		}
		return new SignData(offerId, number(json, "buyQuantity"), json.has("env") ? number(json, "env") : 0,
				text(json, "currencyType"), text(json, "outTradeNo"), text(json, "attach"),
				json.has("productId") ? text(json, "productId") : null,
				json.has("goodsPrice") ? number(json, "goodsPrice") : null,
				json.has("activitySellingPrice") ? number(json, "activitySellingPrice") : null);
	}

	Environment environment() {
		return Environment.of(this.env).orElseThrow(() -> PaymentError.PARAMETER.failure("env"));
	}

	boolean hasWellFormedNumber() {
		return this.orderNumber.matches("[0-9A-Za-z|*@-][0-9A-Za-z_|*@-]{7,31}");
	}

	private static ObjectNode json(String text) {
		try {
			if (JSON.readTree(text) instanceof ObjectNode json) {
				return json;
			}
		}
		catch (JacksonException ex) {
			throw PaymentError.SIGN_DATA.failure("is no JSON");
		}
		throw PaymentError.SIGN_DATA.failure("is no JSON object");
	}

	private static String text(ObjectNode json, String name) {
		JsonNode member = json.path(name);
		if (!member.isString()) {
			throw PaymentError.SIGN_DATA.failure("field " + name + " expects a string value");
		}
		return member.stringValue();
	}

	private static int number(ObjectNode json, String name) {
		JsonNode member = json.path(name);
		if (!member.isIntegralNumber() || !member.canConvertToInt()) {
			throw PaymentError.SIGN_DATA.failure("field " + name + " expects a number value");
		}
		return member.intValue();
	}

}
