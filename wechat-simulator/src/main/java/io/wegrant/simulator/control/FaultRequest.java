package io.wegrant.simulator.control;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.wegrant.simulator.traffic.Fault;

/**
 * A fault as the control API words it. Which of the optional members are needed depends
 * on the kind.
 *
 * @param kind the kind of fault
 * @param paths the paths concerned, none for all
 * @param times the number of calls concerned, none for all
 * @param errcode WeChat's code
 * @param errmsg WeChat's text
 * @param delay how late the answer comes, in milliseconds
 * @param status the HTTP status
 * @param contentType the content type
 * @param body the body
 */
record FaultRequest(@Nullable String kind, @Nullable Set<String> paths, @Nullable Integer times,
		@Nullable Integer errcode, @Nullable String errmsg, @Nullable Long delay, @Nullable Integer status,
		@Nullable String contentType, @Nullable String body) {

	Fault toFault() {
		Fault fault = switch (need("kind", this.kind)) {
			case "errcode" -> refusal();
			case "delay" -> Fault.delay(Duration.ofMillis(need("delay", this.delay)));
			case "reset" -> Fault.reset();
			case "truncate" -> Fault.truncate();
			case "html" -> Fault.html();
			case "empty" -> Fault.empty();
			case "status" -> Fault.status(need("status", this.status));
			case "content-type" -> Fault.contentType(need("contentType", this.contentType));
			case "garbage" -> Fault.garbage();
			case "body" ->
				Fault.body((this.contentType != null) ? this.contentType : "text/plain", need("body", this.body));
			default -> throw new IllegalArgumentException("No kind of fault is called '" + this.kind + "'");
		};
		return new Fault(fault.effect(), (this.paths != null) ? this.paths : Set.of(),
				(this.times != null) ? this.times : 0);
	}

	private Fault refusal() {
		int code = need("errcode", this.errcode);
		return (this.errmsg != null) ? Fault.errcode(code, this.errmsg) : Fault.errcode(code);
	}

	private static <T> T need(String name, @Nullable T value) {
		if (value == null) {
			throw new IllegalArgumentException(name + " is missing");
		}
		return value;
	}

}
