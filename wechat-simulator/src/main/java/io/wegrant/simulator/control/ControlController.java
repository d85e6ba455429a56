package io.wegrant.simulator.control;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.util.Assert;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import io.wegrant.simulator.directory.MiniProgram;
import io.wegrant.simulator.directory.Person;
import io.wegrant.simulator.directory.Product;
import io.wegrant.simulator.directory.VirtualPayment;
import io.wegrant.simulator.payment.PaymentRequest;
import io.wegrant.simulator.payment.PaymentResult;
import io.wegrant.simulator.push.Message;
import io.wegrant.simulator.push.Push;
import io.wegrant.simulator.push.PushAnswer;
import io.wegrant.simulator.traffic.Call;

/**
 * The control API: the simulation over HTTP.
 */
@RestController
@RequestMapping("/simulator")
final class ControlController {

	private final Simulation simulation;

	ControlController(Simulation simulation) {
		this.simulation = simulation;
	}

	@PostMapping("/login-codes")
	IssuedCode login(@RequestBody CodeRequest request) {
		return new IssuedCode(this.simulation.login(request.appid(), request.user()));
	}

	@PostMapping("/phone-codes")
	IssuedCode sharePhoneNumber(@RequestBody CodeRequest request) {
		return new IssuedCode(this.simulation.sharePhoneNumber(request.appid(), request.user()));
	}

	@PostMapping("/events")
	PushAnswer push(@RequestBody Push push) {
		return this.simulation.push(push);
	}

	@PostMapping("/messages")
	PushAnswer push(@RequestBody Message message) {
		return this.simulation.push(message);
	}

	@PutMapping("/push-url")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void pushTo(@RequestBody PushUrl change) {
		this.simulation.pushTo(change.url());
	}

	@PostMapping("/subscriptions")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void subscribe(@RequestBody SubscriptionRequest request) {
		this.simulation.subscribe(request.appid(), request.user(), request.templateId());
	}

	@PostMapping("/payments")
	PaymentResult pay(@RequestBody PaymentRequest request) {
		return this.simulation.pay(request);
	}

	@GetMapping("/payments")
	List<Payment> payments() {
		return this.simulation.payments();
	}

	@GetMapping("/apps")
	List<AppSummary> miniPrograms() {
		return this.simulation.miniPrograms().stream().map(AppSummary::of).toList();
	}

	@PutMapping("/apps/{appid}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void register(@PathVariable String appid, @RequestBody AppRegistration registration) {
		this.simulation.register(new MiniProgram(appid, registration.secret(), registration.openPlatform(),
				registration.pushToken(), registration.encodingAesKey(), registration.pushFormat(),
				(registration.payment() != null) ? registration.payment().toPayment() : null));
	}

	@GetMapping("/people")
	List<Person> people() {
		return this.simulation.people();
	}

	@PutMapping("/people/{user}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void register(@PathVariable String user, @RequestBody PhoneNumber number) {
		this.simulation.register(new Person(user, number.countryCode(), number.phoneNumber()));
	}

	@GetMapping("/people/{appid}/{user}")
	UserProfile profile(@PathVariable String appid, @PathVariable String user) {
		return this.simulation.profile(appid, user);
	}

	@PutMapping("/people/{appid}/{user}/session-key")
	SessionKey replaceSessionKey(@PathVariable String appid, @PathVariable String user,
			@RequestBody SessionKeyChange change) {
		if (change.sessionKey() == null) {
			return new SessionKey(this.simulation.replaceSessionKey(appid, user));
		}
		this.simulation.replaceSessionKey(appid, user, change.sessionKey());
		return new SessionKey(change.sessionKey());
	}

	@DeleteMapping("/people/{appid}/{user}/session-key")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void expireSessionKey(@PathVariable String appid, @PathVariable String user) {
		this.simulation.expireSessionKey(appid, user);
	}

	@GetMapping("/calls")
	List<Call> calls(@RequestParam @Nullable String path, @RequestParam(defaultValue = "10000") int limit) {
		Assert.isTrue(limit >= 0, "limit must not be negative");
		List<Call> calls = this.simulation.calls()
			.stream()
			.filter((call) -> path == null || call.path().equals(path))
			.toList();
		return calls.subList(Math.max(0, calls.size() - limit), calls.size());
	}

	@PutMapping("/faults")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void putFaults(@RequestBody List<FaultRequest> faults) {
		Assert.noNullElements(faults, "A fault is missing");
		this.simulation.faults(faults.stream().map(FaultRequest::toFault).toList());
	}

	@DeleteMapping("/faults")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void clearFaults() {
		this.simulation.faults(List.of());
	}

	@PostMapping("/clock")
	ClockTime advanceClock(@RequestBody ClockChange change) {
		return new ClockTime(this.simulation.advanceClock(change.advance()));
	}

	@DeleteMapping("/state")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void reset() {
		this.simulation.reset();
	}

	record CodeRequest(String appid, String user) {

		CodeRequest {
			Assert.hasText(appid, "appid is missing");
			Assert.hasText(user, "user is missing");
		}

	}

	record IssuedCode(String code) {

	}

	record AppRegistration(String secret, @Nullable String openPlatform, @Nullable String pushToken,
			@Nullable String encodingAesKey, @Nullable String pushFormat, @Nullable PaymentRegistration payment) {

	}

	record SubscriptionRequest(String appid, String user, @JsonProperty("template_id") String templateId) {

		SubscriptionRequest {
			Assert.hasText(appid, "appid is missing");
			Assert.hasText(user, "user is missing");
			Assert.hasText(templateId, "template_id is missing");
		}

	}

	record PushUrl(URI url) {

		PushUrl {
			Assert.notNull(url, "url is missing");
		}

	}

	record PaymentRegistration(List<String> offerIds, String appKey, String sandboxAppKey,
			@Nullable List<Product> products, @Nullable Integer startingCoins) {

		private VirtualPayment toPayment() {
			return new VirtualPayment(this.offerIds, this.appKey, this.sandboxAppKey,
					(this.products != null) ? this.products : List.of(),
					(this.startingCoins != null) ? this.startingCoins : 0);
		}

	}

	record SessionKeyChange(@JsonProperty("session_key") @Nullable String sessionKey) {

	}

	record SessionKey(@JsonProperty("session_key") String sessionKey) {

	}

	record AppSummary(String appid, @Nullable String openPlatform) {

		static AppSummary of(MiniProgram miniProgram) {
			return new AppSummary(miniProgram.appid(), miniProgram.openPlatform());
		}

	}

	record PhoneNumber(String countryCode, String phoneNumber) {

		PhoneNumber {
			Assert.hasText(countryCode, "countryCode is missing");
			Assert.hasText(phoneNumber, "phoneNumber is missing");
		}

	}

	record ClockChange(Duration advance) {

		ClockChange {
			Assert.notNull(advance, "advance is missing");
		}

	}

	record ClockTime(Instant time) {

	}

}
