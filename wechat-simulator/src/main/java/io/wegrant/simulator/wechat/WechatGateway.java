package io.wegrant.simulator.wechat;

import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

import io.wegrant.simulator.traffic.Call;
import io.wegrant.simulator.traffic.Calls;
import io.wegrant.simulator.traffic.Faults;
import io.wegrant.simulator.traffic.TakenFault;

/**
 * Receives every call to the WeChat API, has it decided by its endpoint and recorded, and
 * applies the fault that concerns it.
 */
@RestController
final class WechatGateway {

	private final Map<String, Endpoint> endpoints;

	private final ErrorTexts errorTexts;

	private final FaultInjection faultInjection;

	private final Faults faults;

	private final Calls calls;

	private final Clock clock;

	WechatGateway(List<Endpoint> endpoints, ErrorTexts errorTexts, FaultInjection faultInjection, Faults faults,
			Calls calls, Clock clock) {
		this.endpoints = endpoints.stream().collect(Collectors.toMap(Endpoint::path, Function.identity()));
		this.errorTexts = errorTexts;
		this.faultInjection = faultInjection;
		this.faults = faults;
		this.calls = calls;
		this.clock = clock;
	}

	/**
	 * Answers a call. It is on record before its answer leaves, so that a caller who is
	 * kept waiting can already be seen.
	 * @param request the request
	 * @param response the response
	 * @throws IOException when the caller is gone
	 */
	@RequestMapping({ "/sns/**", "/cgi-bin/**", "/wxa/**", "/xpay/**" })
	void receive(HttpServletRequest request, HttpServletResponse response) throws IOException {
		WechatRequest call = WechatRequest.read(request);
		Optional<TakenFault> fault = this.faults.take(call.path());
		Outcome outcome = fault.flatMap((taken) -> this.faultInjection.replace(call, taken.effect()))
			.orElseGet(() -> process(call));
		record(call, outcome, fault.map((taken) -> taken.effect().kind()).orElse(null));
		WireResponse wire = new WireResponse(request, response);
		if (fault.isPresent()) {
			this.faultInjection.send(outcome, fault.get(), wire);
		}
		else {
			wire.send(outcome);
		}
	}

	private Outcome process(WechatRequest call) {
		if (call.isPostWithoutLength()) {
			return Outcome.status(HttpStatus.PRECONDITION_FAILED.value());
		}
		if (call.isTooLarge()) {
			return Outcome.status(HttpStatus.CONTENT_TOO_LARGE.value());
		}
		Endpoint endpoint = this.endpoints.get(call.path());
		if (endpoint == null) {
			return refusal(call, WechatError.INVALID_URL.refusal());
		}
		try {
			return Outcome.success(call.path(), endpoint.answer(call));
		}
		catch (WechatRefusal ex) {
			return refusal(call, ex);
		}
	}

	private Outcome refusal(WechatRequest call, WechatRefusal refusal) {
		return Outcome.refusal(call.path(), refusal.error().errcode(), this.errorTexts.of(call.path(), refusal));
	}

	private void record(WechatRequest call, Outcome outcome, @Nullable String fault) {
		this.calls.add(new Call(this.clock.instant(), call.method(), call.path(), call.query(), call.parameters(),
				bodyParameters(call), isMultipart(call) ? "" : call.body().text(), call.headers(), outcome.errcode(),
				outcome.exchanged(), fault));
	}

	// The files of ten thousand calls would not find room.
	private static boolean isMultipart(WechatRequest call) {
		return call.header("content-type").startsWith("multipart/");
	}

	private static Map<String, List<String>> bodyParameters(WechatRequest call) {
		if (isMultipart(call)) {
			return Map.of();
		}
		if (call.header("content-type").startsWith("application/x-www-form-urlencoded")) {
			return FormParameters.parse(call.body().text());
		}
		Map<String, List<String>> members = new LinkedHashMap<>();
		call.tryJson()
			.ifPresent((json) -> json.properties()
				.forEach((member) -> members.put(member.getKey(), List.of(text(member.getValue())))));
		return members;
	}

	private static String text(JsonNode value) {
		if (value.isString()) {
			return value.stringValue();
		}
		return value.toString();
	}

}
