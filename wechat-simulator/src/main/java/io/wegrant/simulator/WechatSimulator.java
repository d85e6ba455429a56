package io.wegrant.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.Assert;
import org.springframework.web.context.support.StandardServletEnvironment;

import io.wegrant.simulator.control.Payment;
import io.wegrant.simulator.control.Simulation;
import io.wegrant.simulator.directory.MiniProgram;
import io.wegrant.simulator.directory.Person;
import io.wegrant.simulator.payment.PaymentRequest;
import io.wegrant.simulator.payment.PaymentResult;
import io.wegrant.simulator.push.Message;
import io.wegrant.simulator.push.Push;
import io.wegrant.simulator.push.PushAnswer;
import io.wegrant.simulator.traffic.Call;
import io.wegrant.simulator.traffic.Fault;

/**
 * A running simulator inside a test. It reads its own configuration only: neither the
 * environment nor the configuration files, listeners and logging of an application that
 * lives in the same process have a part in it.
 */
public final class WechatSimulator implements AutoCloseable {

	static final String CONFIGURATION = "wechat-simulator";

	private final AnnotationConfigServletWebServerApplicationContext context;

	private final Simulation simulation;

	private final URI baseUrl;

	private WechatSimulator(AnnotationConfigServletWebServerApplicationContext context) {
		this.context = context;
		this.simulation = context.getBean(Simulation.class);
		WebServer server = context.getWebServer();
		Assert.state(server != null, "A started context has a web server");
		this.baseUrl = URI.create("http://127.0.0.1:" + server.getPort());
	}

	/**
	 * Starts a simulator on a free port.
	 * @return the simulator
	 */
	public static WechatSimulator start() {
		return start(0);
	}

	/**
	 * Starts a simulator.
	 * @param port the port, 0 for a free one
	 * @return the simulator
	 */
	public static WechatSimulator start(int port) {
		AnnotationConfigServletWebServerApplicationContext context = new AnnotationConfigServletWebServerApplicationContext();
		context.setEnvironment(new IsolatedEnvironment(port));
		context.register(SimulatorConfiguration.class);
		context.refresh();
		return new WechatSimulator(context);
	}

	/**
	 * Returns where the simulator listens, to be used in place of WeChat's own address.
	 * @return the base of all its URLs, without a slash at the end
	 */
	public URI baseUrl() {
		return this.baseUrl;
	}

	/**
	 * Calls {@code wx.login} for a person.
	 * @param appid the mini-program the person uses
	 * @param user the name of the person, who is created on first use
	 * @return the code, good for five minutes and one exchange
	 */
	public String loginCode(String appid, String user) {
		return this.simulation.login(appid, user);
	}

	/**
	 * Presses the {@code getPhoneNumber} button for a person.
	 * @param appid the mini-program the person uses
	 * @param user the name of the person, who is created on first use
	 * @return the code, good for five minutes and one exchange
	 */
	public String phoneCode(String appid, String user) {
		return this.simulation.sharePhoneNumber(appid, user);
	}

	/**
	 * Returns the identifier of a person in a mini-program.
	 * @param appid the mini-program
	 * @param user the name of the person
	 * @return the openid
	 */
	public String openid(String appid, String user) {
		return this.simulation.profile(appid, user).openid();
	}

	/**
	 * Returns the identifier of a person in the Open Platform account of a mini-program.
	 * @param appid the mini-program
	 * @param user the name of the person
	 * @return the unionid, or empty when the mini-program is bound to no account
	 */
	public Optional<String> unionid(String appid, String user) {
		return Optional.ofNullable(this.simulation.profile(appid, user).unionid());
	}

	/**
	 * Returns the session key of a person in a mini-program that is valid now.
	 * @param appid the mini-program
	 * @param user the name of the person
	 * @return the key in Base64
	 * @throws IllegalStateException when it has expired
	 */
	public String sessionKey(String appid, String user) {
		String sessionKey = this.simulation.profile(appid, user).sessionKey();
		Assert.state(sessionKey != null, "The session key has expired");
		return sessionKey;
	}

	/**
	 * Lets a person agree to one message, as {@code wx.requestSubscribeMessage} does.
	 * @param appid the mini-program
	 * @param user the name of the person
	 * @param templateId the template of the message
	 */
	public void subscribe(String appid, String user, String templateId) {
		this.simulation.subscribe(appid, user, templateId);
	}

	/**
	 * Replaces the session key of a person who does not log in.
	 * @param appid the mini-program
	 * @param user the name of the person
	 * @return the new key in Base64
	 */
	public String replaceSessionKey(String appid, String user) {
		return this.simulation.replaceSessionKey(appid, user);
	}

	/**
	 * Gives a person who does not log in a chosen session key.
	 * @param appid the mini-program
	 * @param user the name of the person
	 * @param sessionKey the key, 16 bytes in Base64
	 */
	public void replaceSessionKey(String appid, String user, String sessionKey) {
		this.simulation.replaceSessionKey(appid, user, sessionKey);
	}

	/**
	 * Lets the session key of a person expire. The next login brings a new one.
	 * @param appid the mini-program
	 * @param user the name of the person
	 */
	public void expireSessionKey(String appid, String user) {
		this.simulation.expireSessionKey(appid, user);
	}

	/**
	 * Returns the phone number of a person.
	 * @param user the name of the person
	 * @return the number in the form of E.164
	 */
	public String phoneNumber(String user) {
		return this.simulation.person(user).internationalNumber();
	}

	/**
	 * Changes where pushes go, deliveries of what was paid included. Resetting changes
	 * nothing of it.
	 * @param url where they go unless they are told otherwise, an http or https URL that
	 * ends with a slash; the appid is added
	 */
	public void pushTo(URI url) {
		this.simulation.pushTo(url);
	}

	/**
	 * Pushes an event to whoever receives those of a mini-program.
	 * @param push the event
	 * @return what the receiver answered
	 */
	public PushAnswer push(Push push) {
		return this.simulation.push(push);
	}

	/**
	 * Pushes any text, well formed or not, to whoever receives the events of a
	 * mini-program.
	 * @param message the message
	 * @return what the receiver answered, decrypted if it was encrypted
	 */
	public PushAnswer push(Message message) {
		return this.simulation.push(message);
	}

	/**
	 * Presses pay for a person, as {@code wx.requestVirtualPayment} does. After a success
	 * the delivery is pushed in the background until it is acknowledged.
	 * @param request what the mini-program hands over
	 * @return what the mini-program is told
	 */
	public PaymentResult pay(PaymentRequest request) {
		return this.simulation.pay(request);
	}

	/**
	 * Lists what was paid, with the pushes because of it.
	 * @return the payments, oldest first
	 */
	public List<Payment> payments() {
		return this.simulation.payments();
	}

	/**
	 * Adds a mini-program, or replaces the one with the same appid.
	 * @param miniProgram the mini-program
	 */
	public void register(MiniProgram miniProgram) {
		this.simulation.register(miniProgram);
	}

	/**
	 * Adds a person, or replaces the one with the same name.
	 * @param person the person
	 */
	public void register(Person person) {
		this.simulation.register(person);
	}

	/**
	 * Lists the latest 10,000 calls to the WeChat API.
	 * @return the calls, oldest first
	 */
	public List<Call> calls() {
		return this.simulation.calls();
	}

	/**
	 * Puts faults in force, in place of all earlier ones. The first that concerns a call
	 * applies to it.
	 * @param faults the faults
	 */
	public void fault(Fault... faults) {
		this.simulation.faults(List.of(faults));
	}

	/**
	 * Puts an end to every fault.
	 */
	public void clearFaults() {
		this.simulation.faults(List.of());
	}

	/**
	 * Moves the simulator's clock ahead.
	 * @param duration how far
	 */
	public void advanceClock(Duration duration) {
		this.simulation.advanceClock(duration);
	}

	/**
	 * Forgets codes, session keys, access tokens, payments, coins, subscriptions, media,
	 * calls and faults, and sets the clock right. Mini-programs and people stay.
	 */
	public void reset() {
		this.simulation.reset();
	}

	/**
	 * Stops the simulator. Answers that are being delayed are not given any more.
	 */
	@Override
	public void close() {
		this.context.close();
	}

	private static List<PropertySource<?>> ownConfiguration() {
		try {
			return new YamlPropertySourceLoader().load(CONFIGURATION, new ClassPathResource(CONFIGURATION + ".yaml"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static final class IsolatedEnvironment extends StandardServletEnvironment {

		private IsolatedEnvironment(int port) {
			MutablePropertySources sources = getPropertySources();
			sources.addLast(new MapPropertySource("port", Map.of("server.port", port)));
			ownConfiguration().forEach(sources::addLast);
			ConfigurationPropertySources.attach(this);
		}

		@Override
		protected void customizePropertySources(MutablePropertySources sources) {
			// Without system properties, environment variables and servlet parameters.
		}

	}

}
