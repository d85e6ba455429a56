package io.wegrant.server.wechat.services;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which paths of WeChat's server API a registration opens.
 */
final class ApiPaths {

	/** What WeChat's paths are made of: no dots, no empty segments. */
	private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_-]{1,64}){1,8}");

	/**
	 * What nobody is given, in lower case: tokens, secrets, keys and openids for codes, a
	 * phone number, which is bound by the account API, the quota, and others' requests.
	 */
	private static final List<String> NEVER = List.of("/sns/", "/cgi-bin/token", "/cgi-bin/stable_token",
			"/cgi-bin/clear_quota", "/cgi-bin/openapi/quota/", "/cgi-bin/openapi/rid/", "/wxa/checksession",
			"/wxa/resetusersessionkey", "/wxa/business/getuserencryptkey", "/wxa/business/getuserphonenumber");

	/**
	 * Paths that change nothing of the mini-program itself, and use up nothing that does
	 * not come back.
	 */
	private static final Set<String> HARMLESS = Set.of("/cgi-bin/message/subscribe/send",
			"/cgi-bin/message/custom/send", "/cgi-bin/message/custom/typing", "/cgi-bin/media/upload",
			"/cgi-bin/media/get", "/wxa/getwxacodeunlimit", "/wxa/msg_sec_check", "/wxa/img_sec_check",
			"/wxa/media_check_async", "/wxa/generate_urllink", "/wxa/generatescheme", "/wxa/getuserriskrank",
			"/wxa/business/checkencryptedmsg", "/datacube/getweanalysisappiddailysummarytrend",
			"/datacube/getweanalysisappiddailyvisittrend", "/datacube/getweanalysisappidweeklyvisittrend",
			"/datacube/getweanalysisappidmonthlyvisittrend", "/datacube/getweanalysisappidvisitdistribution",
			"/datacube/getweanalysisappidvisitpage", "/datacube/getweanalysisappiduserportrait",
			"/datacube/getweanalysisappiddailyretaininfo", "/datacube/getweanalysisappidweeklyretaininfo",
			"/datacube/getweanalysisappidmonthlyretaininfo");

	private ApiPaths() {
	}

	/**
	 * Tells whether a text is a path of WeChat's at all.
	 * @param path the path, decoded once
	 * @return whether it is
	 */
	static boolean isPath(String path) {
		return PATH.matcher(path).matches();
	}

	/**
	 * Tells whether an entry of a registration names what nobody is given.
	 * @param entry a path, or one that ends with {@code *}
	 * @return whether it may not be registered
	 */
	static boolean isNever(String entry) {
		String path = entry.toLowerCase(Locale.ROOT);
		return NEVER.stream()
			.anyMatch((never) -> path.equals(never) || path.startsWith(never.endsWith("/") ? never : never + "/"));
	}

	/**
	 * Tells whether a registration opens a path.
	 * @param entries the registered paths
	 * @param path the path
	 * @return whether it does
	 */
	static boolean isOpen(Set<String> entries, String path) {
		if (isNever(path) || path.startsWith("/xpay/")) {
			return false;
		}
		return entries.contains(path) || (HARMLESS.contains(path) && entries.stream()
			.filter((entry) -> entry.endsWith("*"))
			.anyMatch((entry) -> path.startsWith(entry.substring(0, entry.length() - 1))));
	}

}
