package io.wegrant.simulator.control;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

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

	@GetMapping("/apps")
	List<AppSummary> miniPrograms() {
		return this.simulation.miniPrograms().stream().map(AppSummary::of).toList();
	}

	@PutMapping("/apps/{appid}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void register(@PathVariable String appid, @RequestBody AppRegistration registration) {
		this.simulation.register(new MiniProgram(appid, registration.secret(), registration.openPlatform(),
				registration.pushToken(), registration.encodingAesKey()));
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
			@Nullable String encodingAesKey) {

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
