package io.wegrant.simulator.traffic;

import java.time.Duration;
import java.util.Set;

import org.springframework.util.Assert;

/**
 * Something that goes wrong with WeChat's answers. A fault applies to every path until it
 * is cleared, unless {@link #on} and {@link #times} narrow it.
 *
 * @param effect what goes wrong
 * @param paths the paths concerned, none for all
 * @param calls the number of calls concerned, 0 for all
 */
public record Fault(FaultEffect effect, Set<String> paths, int calls) {

	/**
	 * Checks the values.
	 */
	public Fault {
		Assert.isTrue(calls >= 0, "times must not be negative");
		paths = Set.copyOf(paths);
	}

	/**
	 * WeChat refuses the call with a code and the text that belongs to it. The call is
	 * not processed.
	 * @param errcode the code
	 * @return the fault
	 */
	public static Fault errcode(int errcode) {
		return of(new FaultEffect.Errcode(errcode, null));
	}

	/**
	 * WeChat refuses the call with a code and a text. The call is not processed.
	 * @param errcode the code
	 * @param errmsg the text
	 * @return the fault
	 */
	public static Fault errcode(int errcode, String errmsg) {
		return of(new FaultEffect.Errcode(errcode, errmsg));
	}

	/**
	 * The call is processed at once, and its answer comes late, or when other faults or
	 * none are put in force.
	 * @param delay how late
	 * @return the fault
	 */
	public static Fault delay(Duration delay) {
		Assert.isTrue(!delay.isNegative(), "delay must not be negative");
		return of(new FaultEffect.Delay(delay));
	}

	/**
	 * The call is processed, and the connection breaks before the answer.
	 * @return the fault
	 */
	public static Fault reset() {
		return of(new FaultEffect.Reset());
	}

	/**
	 * The call is processed, and the connection breaks in the middle of the answer.
	 * @return the fault
	 */
	public static Fault truncate() {
		return of(new FaultEffect.Truncate());
	}

	/**
	 * The call is processed, and its answer has another content type.
	 * @param contentType the content type
	 * @return the fault
	 */
	public static Fault contentType(String contentType) {
		return of(new FaultEffect.ContentType(contentType));
	}

	/**
	 * A web page comes instead of an answer, with status 200. The call is not processed.
	 * @return the fault
	 */
	public static Fault html() {
		return of(new FaultEffect.Html());
	}

	/**
	 * An empty body comes instead of an answer, with status 200. The call is not
	 * processed.
	 * @return the fault
	 */
	public static Fault empty() {
		return of(new FaultEffect.Empty());
	}

	/**
	 * A status with an empty body comes instead of an answer. The call is not processed.
	 * @param status the HTTP status
	 * @return the fault
	 */
	public static Fault status(int status) {
		Assert.isTrue(status >= 200 && status <= 599, "status must be from 200 to 599");
		return of(new FaultEffect.Status(status));
	}

	/**
	 * Random bytes come instead of an answer. The call is not processed.
	 * @return the fault
	 */
	public static Fault garbage() {
		return of(new FaultEffect.Garbage());
	}

	/**
	 * A body of the caller's choice comes instead of an answer, with status 200. The call
	 * is not processed.
	 * @param contentType the content type
	 * @param body the body
	 * @return the fault
	 */
	public static Fault body(String contentType, String body) {
		return of(new FaultEffect.Body(contentType, body));
	}

	/**
	 * Narrows the fault to paths.
	 * @param paths the paths
	 * @return the narrower fault
	 */
	public Fault on(String... paths) {
		return new Fault(this.effect, Set.of(paths), this.calls);
	}

	/**
	 * Narrows the fault to the next calls.
	 * @param calls how many, 0 for all
	 * @return the narrower fault
	 */
	public Fault times(int calls) {
		return new Fault(this.effect, this.paths, calls);
	}

	private static Fault of(FaultEffect effect) {
		return new Fault(effect, Set.of(), 0);
	}

}
