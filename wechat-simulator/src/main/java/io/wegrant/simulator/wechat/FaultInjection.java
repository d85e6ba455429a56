package io.wegrant.simulator.wechat;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;

import org.springframework.stereotype.Component;

import io.wegrant.simulator.traffic.FaultEffect;
import io.wegrant.simulator.traffic.TakenFault;

/**
 * Makes an answer go wrong, in its place or on its way.
 */
@Component
final class FaultInjection {

	private static final String PAGE = "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head>"
			+ "<body><h1>502 Bad Gateway</h1></body></html>";

	private static final int GARBAGE_BYTES = 256;

	private final ErrorTexts errorTexts;

	private final SecureRandom random;

	FaultInjection(ErrorTexts errorTexts, SecureRandom random) {
		this.errorTexts = errorTexts;
		this.random = random;
	}

	/**
	 * Returns what takes the place of an answer.
	 * @param call the call, which is not processed
	 * @param effect the effect
	 * @return the replacement, or empty for an effect that needs the true answer
	 */
	Optional<Outcome> replace(WechatRequest call, FaultEffect effect) {
		if (!(effect instanceof FaultEffect.Replacing)) {
			return Optional.empty();
		}
		String path = call.path();
		if (effect instanceof FaultEffect.Errcode refusal) {
			return Optional.of(Outcome.refusal(path, refusal.errcode(), errmsg(path, refusal)));
		}
		if (effect instanceof FaultEffect.Status status) {
			return Optional.of(Outcome.status(status.status()));
		}
		if (effect instanceof FaultEffect.Html) {
			return Optional.of(Outcome.unprocessed("text/html", PAGE));
		}
		if (effect instanceof FaultEffect.Body body) {
			return Optional.of(Outcome.unprocessed(body.contentType(), body.body()));
		}
		byte[] bytes = (effect instanceof FaultEffect.Garbage) ? garbage() : new byte[0];
		return Optional.of(Outcome.unprocessed(Outcome.usualContentType(path), bytes));
	}

	/**
	 * Sends an answer and spoils it on its way.
	 * @param outcome the answer
	 * @param fault the fault
	 * @param wire where to send it
	 * @throws IOException when the caller is gone
	 */
	void send(Outcome outcome, TakenFault fault, WireResponse wire) throws IOException {
		FaultEffect effect = fault.effect();
		if (effect instanceof FaultEffect.Reset) {
			wire.abort();
			return;
		}
		if (effect instanceof FaultEffect.Truncate) {
			wire.sendHalf(outcome);
			return;
		}
		if (effect instanceof FaultEffect.Delay late) {
			pause(fault, late.delay());
		}
		wire.send((effect instanceof FaultEffect.ContentType other) ? outcome.withContentType(other.contentType())
				: outcome);
	}

	private String errmsg(String path, FaultEffect.Errcode refusal) {
		if (refusal.errmsg() != null) {
			return refusal.errmsg();
		}
		return WechatError.of(refusal.errcode())
			.map((error) -> this.errorTexts.of(path, error.refusal()))
			.orElse("error " + refusal.errcode());
	}

	// Never valid UTF-8: a byte of 0xFF has no place in it.
	private byte[] garbage() {
		byte[] bytes = new byte[GARBAGE_BYTES];
		this.random.nextBytes(bytes);
		bytes[0] = (byte) 0xFF;
		return bytes;
	}

	private static void pause(TakenFault fault, Duration delay) throws IOException {
		try {
			fault.pause(delay);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("The simulator stops", ex);
		}
	}

}
