package io.wegrant.server.wechat.services;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A call of WeChat's virtual payment. The list is closed: what is not here is signed for
 * nobody.
 *
 * @param name the last part of its path
 * @param users whether WeChat wants the user's signature
 */
record XpayCall(String name, UserSignature users) {

	private static final String PATH = "/xpay/";

	private static final Set<String> BY_JOB = Set.of("query_", "currency_", "notify_");

	private static final Map<String, XpayCall> ALL = Stream
		.of(Stream.of("query_user_balance", "currency_pay", "cancel_currency_pay")
			.map((name) -> new XpayCall(name, UserSignature.ALWAYS)),
				Stream.of("refund_order").map((name) -> new XpayCall(name, UserSignature.IF_NAMED)),
				Stream
					.of("query_order", "notify_provide_goods", "present_currency", "download_bill",
							"create_withdraw_order", "query_withdraw_order", "start_upload_goods", "query_upload_goods",
							"start_publish_goods", "query_publish_goods", "query_biz_balance", "query_transfer_account",
							"query_adver_funds", "create_funds_bill", "bind_transfer_accout", "query_funds_bill",
							"query_recover_bill", "download_adverfunds_order", "get_complaint_list",
							"get_complaint_detail", "get_negotiation_history", "response_complaint",
							"complete_complaint", "upload_vp_file", "get_upload_file_sign", "query_punishment_reasons",
							"start_download_order", "query_download_order", "query_subscribe_contract",
							"cancel_subscribe_contract", "send_subscribe_pre_payment", "submit_subscribe_pay_order")
					.map((name) -> new XpayCall(name, UserSignature.NEVER)))
		.flatMap(Function.identity())
		.collect(Collectors.toUnmodifiableMap(XpayCall::name, Function.identity()));

	static Optional<XpayCall> find(String name) {
		return Optional.ofNullable(ALL.get(name));
	}

	/**
	 * Tells whether an entry of a registration names no call.
	 * @param entry a path, or one that ends with {@code *}
	 * @return whether it is below {@code /xpay}, and not in the list
	 */
	static boolean isUnknown(String entry) {
		return entry.startsWith(PATH) && !ALL.containsKey(entry.substring(PATH.length()));
	}

	String path() {
		return PATH + this.name;
	}

	/**
	 * Tells whether a service may make the call.
	 * @param api the paths of its registration
	 * @return whether the job is enough, or the registration names it
	 */
	boolean isOpen(Set<String> api) {
		return BY_JOB.stream().anyMatch(this.name::startsWith) || api.contains(path());
	}

	/**
	 * Whether a call is signed for a user.
	 */
	enum UserSignature {

		/** WeChat wants it. */
		ALWAYS,

		/** WeChat's documents disagree: where the service names the user. */
		IF_NAMED,

		/** It is not. */
		NEVER

	}

}
