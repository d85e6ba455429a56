package io.wegrant.simulator.payment;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.HexFormat;

import org.springframework.stereotype.Component;

/**
 * Makes up the numbers that WeChat and its bank give orders and refunds.
 */
@Component
final class Numbers {

	private static final int DIGITS = 24;

	private static final int TOKEN_BYTES = 16;

	private final SecureRandom random;

	Numbers(SecureRandom random) {
		this.random = random;
	}

	Order.WechatNumbers ofOrder() {
		byte[] token = new byte[TOKEN_BYTES];
		this.random.nextBytes(token);
		return new Order.WechatNumbers(next(), next(), next(), HexFormat.of().formatHex(token));
	}

	String next() {
		BigInteger least = BigInteger.TEN.pow(DIGITS - 1);
		return new BigInteger(least.bitLength(), this.random).mod(least).add(least).toString();
	}

}
