package io.wegrant.simulator.control;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.springframework.stereotype.Component;
import org.springframework.util.Assert;

import io.wegrant.simulator.credentials.AccessTokens;
import io.wegrant.simulator.credentials.OneTimeCode.Kind;
import io.wegrant.simulator.credentials.OneTimeCodes;
import io.wegrant.simulator.credentials.SessionKeys;
import io.wegrant.simulator.credentials.Subscriptions;
import io.wegrant.simulator.credentials.TemporaryMedia;
import io.wegrant.simulator.directory.MiniProgram;
import io.wegrant.simulator.directory.MiniPrograms;
import io.wegrant.simulator.directory.People;
import io.wegrant.simulator.directory.Person;
import io.wegrant.simulator.payment.Coins;
import io.wegrant.simulator.payment.Orders;
import io.wegrant.simulator.payment.PaymentRequest;
import io.wegrant.simulator.payment.PaymentResult;
import io.wegrant.simulator.payment.Refunds;
import io.wegrant.simulator.payment.VirtualPayments;
import io.wegrant.simulator.push.Deliveries;
import io.wegrant.simulator.push.Message;
import io.wegrant.simulator.push.Push;
import io.wegrant.simulator.push.PushAnswer;
import io.wegrant.simulator.push.Pushes;
import io.wegrant.simulator.traffic.Call;
import io.wegrant.simulator.traffic.Calls;
import io.wegrant.simulator.traffic.Fault;
import io.wegrant.simulator.traffic.Faults;

/**
 * What people and tests do to the simulator, over HTTP or in the same process.
 */
@Component
public final class Simulation {

	private final MiniPrograms miniPrograms;

	private final People people;

	private final OneTimeCodes codes;

	private final SessionKeys sessionKeys;

	private final AccessTokens accessTokens;

	private final Calls calls;

	private final Faults faults;

	private final Pushes pushes;

	private final Deliveries deliveries;

	private final VirtualPayments payments;

	private final Orders orders;

	private final Coins coins;

	private final Refunds refunds;

	private final Subscriptions subscriptions;

	private final TemporaryMedia media;

	private final SimulatorClock clock;

	Simulation(MiniPrograms miniPrograms, People people, OneTimeCodes codes, SessionKeys sessionKeys,
			AccessTokens accessTokens, Calls calls, Faults faults, Pushes pushes, Deliveries deliveries,
			VirtualPayments payments, Orders orders, Coins coins, Refunds refunds, Subscriptions subscriptions,
			TemporaryMedia media, SimulatorClock clock) {
		this.miniPrograms = miniPrograms;
		this.people = people;
		this.codes = codes;
		this.sessionKeys = sessionKeys;
		this.accessTokens = accessTokens;
		this.calls = calls;
		this.faults = faults;
		this.pushes = pushes;
		this.deliveries = deliveries;
		this.payments = payments;
		this.orders = orders;
		this.coins = coins;
		this.refunds = refunds;
		this.subscriptions = subscriptions;
		this.media = media;
		this.clock = clock;
	}

	/**
	 * Calls {@code wx.login} for a person, which may replace the session key.
	 * @param appid the mini-program the person uses
	 * @param user the name of the person
	 * @return the code
	 */
	public String login(String appid, String user) {
		Person person = userOf(appid, user);
		this.sessionKeys.login(appid, this.people.openid(appid, person.name()));
		return this.codes.issue(Kind.LOGIN, appid, person.name());
	}

	/**
	 * Presses the {@code getPhoneNumber} button for a person.
	 * @param appid the mini-program the person uses
	 * @param user the name of the person
	 * @return the code
	 */
	public String sharePhoneNumber(String appid, String user) {
		return this.codes.issue(Kind.PHONE, appid, userOf(appid, user).name());
	}

	/**
	 * Changes where pushes go.
	 * @param url where they go unless they are told otherwise, an http or https URL that
	 * ends with a slash; the appid is added
	 */
	public void pushTo(URI url) {
		this.pushes.to(url);
	}

	/**
	 * Pushes an event to whoever receives those of a mini-program.
	 * @param push the event
	 * @return what the receiver answered
	 */
	public PushAnswer push(Push push) {
		return this.pushes.send(push);
	}

	/**
	 * Pushes a message to whoever receives those of a mini-program.
	 * @param message the message
	 * @return what the receiver answered
	 */
	public PushAnswer push(Message message) {
		return this.pushes.send(message);
	}

	/**
	 * Presses pay for a person. What was bought is pushed to whoever receives the events
	 * of the mini-program.
	 * @param request what the mini-program hands over
	 * @return what the mini-program is told
	 */
	public PaymentResult pay(PaymentRequest request) {
		return this.payments.pay(request);
	}

	/**
	 * Lists what was paid.
	 * @return the payments, oldest first
	 */
	public List<Payment> payments() {
		return this.orders.all().stream().map(Payment::of).toList();
	}

	/**
	 * Lets a person agree to one message, as {@code wx.requestSubscribeMessage} does.
	 * @param appid the mini-program
	 * @param user the name of the person
	 * @param templateId the template of the message
	 */
	public void subscribe(String appid, String user, String templateId) {
		this.subscriptions.accept(appid, openidOf(appid, user), templateId);
	}

	/**
	 * Replaces the session key of a person who does not log in.
	 * @param appid the mini-program
	 * @param user the name of the person
	 * @return the new key in Base64
	 */
	public String replaceSessionKey(String appid, String user) {
		return this.sessionKeys.replace(appid, openidOf(appid, user));
	}

	/**
	 * Gives a person who does not log in a chosen session key.
	 * @param appid the mini-program
	 * @param user the name of the person
	 * @param sessionKey the key in Base64
	 */
	public void replaceSessionKey(String appid, String user, String sessionKey) {
		this.sessionKeys.replace(appid, openidOf(appid, user), sessionKey);
	}

	/**
	 * Lets the session key of a person expire.
	 * @param appid the mini-program
	 * @param user the name of the person
	 */
	public void expireSessionKey(String appid, String user) {
		this.sessionKeys.expire(appid, openidOf(appid, user));
	}

	/**
	 * Describes a person as one mini-program knows them.
	 * @param appid the mini-program
	 * @param user the name of the person
	 * @return the description
	 */
	public UserProfile profile(String appid, String user) {
		Person person = userOf(appid, user);
		String openid = this.people.openid(appid, person.name());
		return new UserProfile(appid, person.name(), openid,
				this.people.unionid(this.miniPrograms.require(appid), person.name()).orElse(null),
				person.internationalNumber(), this.sessionKeys.first(appid, openid).orElse(null));
	}

	/**
	 * Lists the mini-programs.
	 * @return all of them, by appid
	 */
	public List<MiniProgram> miniPrograms() {
		return this.miniPrograms.all();
	}

	/**
	 * Adds a mini-program, or replaces the one with the same appid.
	 * @param miniProgram the mini-program
	 */
	public void register(MiniProgram miniProgram) {
		this.miniPrograms.register(miniProgram);
	}

	/**
	 * Lists the people heard of so far.
	 * @return all of them, by name
	 */
	public List<Person> people() {
		return this.people.all();
	}

	/**
	 * Returns the person with a name, who is created on first use.
	 * @param name the name
	 * @return the person
	 */
	public Person person(String name) {
		return this.people.named(name);
	}

	/**
	 * Adds a person, or replaces the one with the same name.
	 * @param person the person
	 */
	public void register(Person person) {
		this.people.register(person);
	}

	/**
	 * Lists the latest calls to the WeChat API.
	 * @return the calls, oldest first
	 */
	public List<Call> calls() {
		return this.calls.all();
	}

	/**
	 * Puts faults in force, in place of all earlier ones.
	 * @param faults the faults, none to put an end to all
	 */
	public void faults(List<Fault> faults) {
		this.faults.replace(faults);
	}

	/**
	 * Moves the clock ahead.
	 * @param duration how far
	 * @return the time it shows then
	 */
	public Instant advanceClock(Duration duration) {
		Assert.isTrue(!duration.isNegative(), "The clock cannot go back");
		this.clock.advance(duration);
		this.deliveries.resume();
		return this.clock.instant();
	}

	/**
	 * Forgets codes, session keys, access tokens, payments, coins, subscriptions, media,
	 * calls and faults, and sets the clock right. Mini-programs and people stay.
	 */
	public void reset() {
		this.codes.clear();
		this.sessionKeys.clear();
		this.accessTokens.clear();
		this.deliveries.clear();
		this.orders.clear();
		this.coins.clear();
		this.refunds.clear();
		this.subscriptions.clear();
		this.media.clear();
		this.calls.clear();
		this.faults.replace(List.of());
		this.clock.reset();
	}

	private String openidOf(String appid, String user) {
		return this.people.openid(appid, userOf(appid, user).name());
	}

	private Person userOf(String appid, String user) {
		this.miniPrograms.require(appid);
		return this.people.named(user);
	}

}
