package io.wegrant.simulator.payment;

import java.nio.charset.StandardCharsets;
import java.time.Clock;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import io.wegrant.simulator.credentials.SessionKeys;
import io.wegrant.simulator.credentials.Signatures;
import io.wegrant.simulator.directory.MiniProgram;
import io.wegrant.simulator.directory.MiniPrograms;
import io.wegrant.simulator.directory.People;
import io.wegrant.simulator.directory.Product;
import io.wegrant.simulator.directory.VirtualPayment;
import io.wegrant.simulator.directory.VirtualPayment.Environment;

/**
 * Plays {@code wx.requestVirtualPayment}: checks what the mini-program hands over, takes
 * the money and has the server told.
 */
@Component
public final class VirtualPayments {

	/**
	 * What stands for a path in the signature of a payment by the client.
	 */
	static final String URI = "requestVirtualPayment";

	private static final int FEN_FOR_A_COIN = 10;

	private static final int MOST = 1_000_000;

	private final MiniPrograms miniPrograms;

	private final People people;

	private final SessionKeys sessionKeys;

	private final Orders orders;

	private final Coins coins;

	private final Numbers numbers;

	private final OrderEvents events;

	private final Clock clock;

	VirtualPayments(MiniPrograms miniPrograms, People people, SessionKeys sessionKeys, Orders orders, Coins coins,
			Numbers numbers, OrderEvents events, Clock clock) {
		this.miniPrograms = miniPrograms;
		this.people = people;
		this.sessionKeys = sessionKeys;
		this.orders = orders;
		this.coins = coins;
		this.numbers = numbers;
		this.events = events;
		this.clock = clock;
	}

	/**
	 * Presses pay for a person.
	 * @param request what the mini-program hands over
	 * @return what it is told
	 */
	public PaymentResult pay(PaymentRequest request) {
		MiniProgram miniProgram = this.miniPrograms.require(request.appid());
		try {
			Order order = charge(miniProgram, request);
			this.events.paid(order);
			return PaymentResult.OK;
		}
		catch (PaymentFailure ex) {
			return ex.result();
		}
	}

	private Order charge(MiniProgram miniProgram, PaymentRequest request) {
		String text = need("signData", request.signData());
		String mode = need("mode", request.mode());
		String paySig = need("paySig", request.paySig());
		String signature = need("signature", request.signature());
		VirtualPayment payment = miniProgram.payment();
		if (payment == null) {
			throw PaymentError.MERCHANT.failure();
		}
		SignData data = SignData.read(text);
		byte[] signed = text.getBytes(StandardCharsets.UTF_8);
		String user = this.people.named(request.user()).name();
		Wallet wallet = new Wallet(request.appid(), this.people.openid(request.appid(), user), data.environment());
		if (!Signatures.ofPayment(payment.appKey(wallet.environment()), URI, signed).equals(paySig)) {
			throw PaymentError.PAY_SIG.failure();
		}
		String sessionKey = this.sessionKeys.find(wallet.appid(), wallet.openid())
			.orElseThrow(PaymentError.SESSION_KEY::failure);
		if (!Signatures.ofSession(sessionKey, signed).equals(signature)) {
			throw PaymentError.SIGNATURE.failure();
		}
		requireAllowed(payment, data, request.isReleased());
		Order order = Order.paid(wallet, user, data.orderNumber(), this.numbers.ofOrder(),
				purchase(payment, mode, data), this.clock.instant());
		boolean used = this.orders.find(wallet.appid(), wallet.environment(), order.number()).isPresent();
		if (!used && request.errCode() != null) {
			throw PaymentError.of(request.errCode()).orElseThrow().failure();
		}
		if (!this.orders.add(order)) {
			throw PaymentError.NUMBER_USED.failure();
		}
		if (order.purchase().isCoins()) {
			this.coins.buy(wallet, order.purchase().quantity());
		}
		return order;
	}

	private static String need(String name, @Nullable String value) {
		if (value == null) {
			throw PaymentError.PARAMETER.failure("parameter." + name + " should be String");
		}
		return value;
	}

	private static void requireAllowed(VirtualPayment payment, SignData data, boolean released) {
		if (released && data.environment() == Environment.SANDBOX) {
			throw PaymentError.SANDBOX_IN_RELEASE.failure();
		}
		if (!payment.offerIds().contains(data.offerId())) {
			throw PaymentError.PARAMETER.failure("offerId");
		}
		if (!data.currency().equals("CNY")) {
			throw PaymentError.CURRENCY.failure();
		}
		if (data.quantity() < 1 || data.quantity() > MOST) {
			throw PaymentError.PARAMETER.failure("buyQuantity");
		}
		if (!data.hasWellFormedNumber()) {
			throw PaymentError.PARAMETER.failure("outTradeNo");
		}
	}

	private static Purchase purchase(VirtualPayment payment, String mode, SignData data) {
		return switch (mode) {
			case Purchase.GOODS -> goods(payment, data);
			case Purchase.COINS -> {
				long fee = (long) data.quantity() * FEN_FOR_A_COIN;
				yield new Purchase(mode, null, data.quantity(), fee, fee, data.attach());
			}
			default -> throw PaymentError.PARAMETER.failure("mode");
		};
	}

	private static Purchase goods(VirtualPayment payment, SignData data) {
		String productId = data.productId();
		Integer price = data.price();
		if (productId == null) {
			throw PaymentError.SIGN_DATA.failure("field productId expects a string value");
		}
		if (price == null) {
			throw PaymentError.SIGN_DATA.failure("field goodsPrice expects a number value");
		}
		Product product = payment.product(productId).orElseThrow(PaymentError.PRODUCT_UNPUBLISHED::failure);
		if (product.price() != price) {
			throw PaymentError.PRICE.failure();
		}
		int paid = (data.sellingPrice() != null) ? data.sellingPrice() : price;
		if (paid < 1 || paid > price) {
			throw PaymentError.PARAMETER.failure("activitySellingPrice");
		}
		return new Purchase(Purchase.GOODS, productId, data.quantity(), (long) price * data.quantity(),
				(long) paid * data.quantity(), data.attach());
	}

}
