package io.wegrant.server.clients;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.wegrant.server.settings.SettingsCheck;

/**
 * What a mini-program sells by WeChat's virtual payment, as WeChat's console shows it.
 *
 * @param offerIds the ids of its offers, numbers
 * @param appKey the AppKey of live payments; it is stored encrypted
 * @param sandboxAppKey the AppKey of the sandbox; it is stored encrypted
 */
record PaymentRegistration(@DefaultValue Set<String> offerIds, @Nullable String appKey,
		@Nullable String sandboxAppKey) {

	private static final Pattern OFFER_ID = Pattern.compile("[0-9]{1,10}");

	private static final int MAX_OFFERS = 50;

	private static final Pattern KEY = Pattern.compile("[!-~]{1,256}");

	void check(SettingsCheck check, boolean isMiniProgram) {
		check.that("payment", isMiniProgram, "needs an appid: a mini-program is what sells");
		check.that("payment.offer-ids",
				!this.offerIds.isEmpty() && this.offerIds.size() <= MAX_OFFERS
						&& this.offerIds.stream().allMatch((each) -> OFFER_ID.matcher(each).matches()),
				"must be 1 to " + MAX_OFFERS + " numbers, with commas between");
		check.required("payment.app-key", this.appKey, "the AppKey of virtual payment, with which payments are signed");
		checkKey(check, "payment.app-key", this.appKey);
		checkKey(check, "payment.sandbox-app-key", this.sandboxAppKey);
	}

	private static void checkKey(SettingsCheck check, String name, @Nullable String key) {
		check.that(name, key == null || KEY.matcher(key).matches(),
				"must be 1 to 256 visible ASCII characters without spaces");
	}

	Optional<PaymentSettings> settings() {
		return Optional.ofNullable(this.appKey)
			.map((key) -> new PaymentSettings(this.offerIds, key, Optional.ofNullable(this.sandboxAppKey)));
	}

	@Override
	public String toString() {
		return "PaymentRegistration[offerIds=" + this.offerIds + "]";
	}

}
