package io.wegrant.simulator.payment;

import java.util.Arrays;
import java.util.Optional;

/**
 * The failures that {@code wx.requestVirtualPayment} knows, with the code and the text of
 * each.
 */
enum PaymentError {

	FAILED(-1, "system error"),

	CANCELLED(-2, "cancel"),

	RISK(-4, "risk control"),

	SIGNING_UNKNOWN(-5, "sign result unknown"),

	PARAMETER(1001, "parameter error:"),

	PARAMETER_OF_ORDER(-15001, "parameter error"),

	NUMBER_USED(-15002, "OUT_TRADE_NO_USED"),

	SYSTEM(-15003, "SYSTEM_ERROR"),

	CURRENCY(-15004, "CURRENCY_TYPE_INVALID"),

	SIGNATURE(-15005, "SIGNATURE_INVALID"),

	PAY_SIG(-15006, "PAY_SIG_INVALID"),

	SESSION_KEY(-15007, "SESSION_KEY_EXPIRED"),

	MERCHANT(-15008, "MERCHANT_NOT_READY"),

	COIN_UNPUBLISHED(-15009, "COIN_UNPUBLISHED"),

	PRODUCT_UNPUBLISHED(-15010, "PRODUCT_UNPUBLISHED"),

	SANDBOX_IN_RELEASE(-15011, "SANDBOX_NOT_ALLOWED"),

	ORDER_CLOSED(-15012, "ORDER_CLOSED"),

	PRICE(-15013, "GOODS_PRICE_INVALID"),

	PUBLISHING(-15014, "PUBLISH_NOT_IN_EFFECT"),

	SIGN_DATA(-15016, "SIGN_DATA_INVALID"),

	COLLECTION_LIMITED(-15017, "COLLECTION_LIMITED"),

	AUDIT_FAILED(-15018, "AUDIT_FAILED"),

	MERCHANT_RESTRICTED(-15019, "MERCHANT_RESTRICTED"),

	TOO_FAST(-15020, "TOO_FAST"),

	THROTTLED(-15021, "THROTTLED");

	private final int code;

	private final String text;

	PaymentError(int code, String text) {
		this.code = code;
		this.text = text;
	}

	static Optional<PaymentError> of(int code) {
		return Arrays.stream(values()).filter((error) -> error.code == code).findFirst();
	}

	PaymentFailure failure() {
		return new PaymentFailure(PaymentResult.failure(this.code, this.text));
	}

	PaymentFailure failure(String subject) {
		return new PaymentFailure(PaymentResult.failure(this.code, this.text + " " + subject));
	}

}
