package io.wegrant.server.clients;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.springframework.boot.context.properties.bind.DefaultValue;

import io.wegrant.server.settings.SettingsCheck;

/**
 * What a service may have the provider do for it at WeChat.
 *
 * @param apps the appids of the mini-programs that it may do it for
 * @param jobs what it may do: {@code payment}, {@code decrypt}, {@code api},
 * {@code token}
 * @param api the paths of WeChat's server API that it may call, such as
 * {@code /wxa/getwxacodeunlimit}; {@code *}, or a path that ends with {@code /*}, stands
 * for the harmless ones that begin so. The paths below {@code /xpay} that are no queries
 * are named here too
 */
record WechatRegistration(@DefaultValue Set<String> apps, @DefaultValue Set<String> jobs,
		@DefaultValue Set<String> api) {

	private static final Map<String, WechatJob> NAMES = Arrays.stream(WechatJob.values())
		.collect(Collectors.toUnmodifiableMap(WechatRegistration::name, (job) -> job));

	private static final int MAX_APPS = 1000;

	private static final int MAX_PATH = 128;

	private static final int MAX_PATHS = 2000;

	private static final Pattern PATH = Pattern.compile("\\*|(/[A-Za-z0-9_-]{1,64}){1,8}(/\\*)?");

	Set<WechatJob> namedJobs() {
		return this.jobs.stream().map(NAMES::get).filter(Objects::nonNull).collect(Collectors.toUnmodifiableSet());
	}

	private static String name(WechatJob job) {
		return job.name().toLowerCase(Locale.ROOT);
	}

	boolean isEmpty() {
		return this.apps.isEmpty() && this.jobs.isEmpty() && this.api.isEmpty();
	}

	void check(SettingsCheck check, boolean isService, Predicate<String> isMiniProgram) {
		check.that("wechat", isEmpty() || isService,
				"is for services: a client with an appid is a mini-program, and does nothing for others");
		check.that("wechat.apps", this.apps.stream().allMatch(isMiniProgram),
				"must be appids of entries of this list, with commas between");
		check.that("wechat.apps", isEmpty() || !this.apps.isEmpty(),
				"is missing: the appids of the mini-programs that the jobs are for");
		check.that("wechat.jobs", NAMES.keySet().containsAll(this.jobs),
				"must be payment, decrypt, api and token, with commas between");
		check.that("wechat.api",
				this.api.stream().allMatch((each) -> each.length() <= MAX_PATH && PATH.matcher(each).matches()),
				"must be paths of WeChat's API, of letters, digits, _, - and /, or end with /*, with commas between");
		check.that("wechat.apps", String.join(" ", this.apps).length() <= MAX_APPS,
				"must have at most " + MAX_APPS + " characters together");
		check.that("wechat.api", String.join(" ", this.api).length() <= MAX_PATHS,
				"must have at most " + MAX_PATHS + " characters together");
		check.that("wechat.api", this.api.isEmpty() || this.jobs.contains(name(WechatJob.API)) || isForPayments(),
				"needs the job api");
	}

	private boolean isForPayments() {
		return this.jobs.contains(name(WechatJob.PAYMENT))
				&& this.api.stream().allMatch((each) -> each.startsWith("/xpay/"));
	}

}
