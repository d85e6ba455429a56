package io.wegrant.server.clients;

import java.util.Optional;
import java.util.Set;

/**
 * What a mini-program sells by WeChat's virtual payment.
 *
 * @param offerIds the ids of its offers, which WeChat's console shows
 * @param appKey the AppKey that live payments are signed with
 * @param sandboxAppKey the AppKey of the sandbox; empty if none is used
 */
public record PaymentSettings(Set<String> offerIds, String appKey, Optional<String> sandboxAppKey) {

	@Override
	public String toString() {
		return "PaymentSettings[offerIds=" + this.offerIds + "]";
	}

}
