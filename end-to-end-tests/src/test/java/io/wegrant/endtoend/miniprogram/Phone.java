package io.wegrant.endtoend.miniprogram;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BooleanSupplier;

import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;
import tools.jackson.databind.JsonNode;

import io.wegrant.endtoend.stage.MiniProgram;
import io.wegrant.endtoend.stage.Stage;
import io.wegrant.endtoend.stage.Tokens;

/**
 * Somebody's phone with the mini-program on it.
 */
public final class Phone implements AutoCloseable {

	private static final Engine ENGINE = Engine.newBuilder("js").option("engine.WarnInterpreterOnly", "false").build();

	private static final String OLD_JAVASCRIPT = """
			[Object, Object.prototype, Array, Array.prototype, String, String.prototype, Number, Math, Promise,
					Promise.prototype].forEach(function (holder) {
				['assign', 'entries', 'values', 'fromEntries', 'from', 'of', 'find', 'findIndex', 'fill', 'includes', 'flat',
						'flatMap', 'at', 'startsWith', 'endsWith', 'repeat', 'padStart', 'padEnd', 'replaceAll', 'trimStart',
						'isFinite', 'isInteger', 'isNaN', 'trunc', 'sign', 'finally', 'allSettled', 'any'
				].forEach(function (name) { delete holder[name] })
			})
			""";

	private final Context context = context();

	private final EventLoop loop = new EventLoop();

	private final Json json = new Json(this.context);

	private final Storage storage = new Storage();

	private final MiniProgram miniProgram;

	private final String person;

	private final URI provider;

	private final Network network;

	private final List<String> toasts = new ArrayList<>();

	private final List<String> states = new ArrayList<>();

	private int logins;

	private int loginsToFail;

	private int loginsToIgnore;

	private int payments;

	private OptionalInt failureOfPayments = OptionalInt.empty();

	private boolean ignoresPayments;

	private Optional<String> madeUpCode = Optional.empty();

	private final Map<String, Object> wx = new HashMap<>();

	private final Map<String, String> files = new HashMap<>();

	/**
	 * Hands a phone to somebody.
	 * @param stage where the applications run
	 * @param person who
	 */
	public Phone(Stage stage, String person) {
		this.miniProgram = stage.miniProgram();
		this.person = person;
		this.provider = stage.provider().issuer();
		this.network = new Network(this.loop, this.json, stage.secrets());
		this.wx.put("getAccountInfoSync", constant(Map.of("miniProgram", Map.of("envVersion", "develop"))));
		this.wx.put("getLaunchOptionsSync", constant(Map.of("scene", 1001)));
		this.wx.put("canIUse", constant(true));
		this.wx.put("getDeviceInfo", constant(Map.of("brand", "Acme", "model", "Phone 1")));
		this.wx.put("showToast",
				(ProxyExecutable) (arguments) -> this.toasts.add(arguments[0].getMember("title").asString()));
		this.wx.put("showModal", (ProxyExecutable) (arguments) -> {
			Value options = arguments[0];
			this.loop.soon(() -> options.invokeMember("success", this.json.of(Map.of("confirm", true))));
			return null;
		});
		this.wx.put("reLaunch",
				(ProxyExecutable) (arguments) -> this.toasts.add(arguments[0].getMember("url").asString()));
		this.wx.put("login", (ProxyExecutable) (arguments) -> {
			logIn(arguments[0]);
			return null;
		});
		this.wx.put("requestVirtualPayment", (ProxyExecutable) (arguments) -> {
			pay(arguments[0]);
			return null;
		});
		ProxyExecutable fileSystem = (arguments) -> ProxyObject.fromMap(Map.of("readFile", readFile()));
		this.wx.put("getFileSystemManager", fileSystem);
		this.storage.addTo(this.wx, this.json);
		this.network.addTo(this.wx);
		Value globals = this.context.getBindings("js");
		globals.putMember("wx", ProxyObject.fromMap(this.wx));
		globals.putMember("setTimeout", setTimeout());
		globals.putMember("clearTimeout", clearTimeout());
	}

	static Context context() {
		return Context.newBuilder("js").engine(ENGINE).build();
	}

	/**
	 * Takes away what JavaScript learnt after ES5, except {@code Promise}.
	 */
	public void forgetNewJavaScript() {
		this.context.eval("js", OLD_JAVASCRIPT);
	}

	/**
	 * Starts the mini-program: it has what is in the storage, and nothing else.
	 * @return its library
	 */
	public Auth start() {
		return start(Map.of());
	}

	/**
	 * Starts the mini-program with other options.
	 * @param more options beside those that it needs
	 * @return its library
	 */
	public Auth start(Map<String, String> more) {
		return new Auth(createAuth(options(more)), this.loop, this.json);
	}

	/**
	 * Starts the mini-program with a way of its own to a login code.
	 * @param loginCode a function, in JavaScript
	 * @return its library
	 */
	public Auth startWithCodesOf(String loginCode) {
		Value options = options(Map.of());
		options.putMember("loginCode", this.context.eval("js", loginCode));
		return new Auth(createAuth(options), this.loop, this.json);
	}

	private Value createAuth(Value options) {
		return new Modules(this.context).require("utils/auth").invokeMember("createAuth", options);
	}

	private Value options(Map<String, String> more) {
		Map<String, String> named = new HashMap<>(Map.of("clientId", this.miniProgram.appid(), "provider",
				this.provider + "/", "device", "A phone in a test"));
		named.putAll(more);
		Value options = this.json.of(named);
		options.putMember("now", (ProxyExecutable) (arguments) -> this.loop.now());
		options.putMember("setTimeout", setTimeout());
		options.putMember("clearTimeout", clearTimeout());
		options.putMember("onChange", (ProxyExecutable) (arguments) -> this.states.add(arguments[0].asString()));
		return options;
	}

	/**
	 * Launches the mini-program as WeChat does, and waits until nothing is under way.
	 * @param config what {@code config.js} says
	 * @return the mini-program, with {@code onLaunch} done
	 */
	public App launch(Map<String, String> config) {
		App app = new App(this.context, this.loop, this.json, config);
		app.launch();
		return app;
	}

	public Network network() {
		return this.network;
	}

	public Storage storage() {
		return this.storage;
	}

	/**
	 * Returns the key under which the library stores the session.
	 * @return the key
	 */
	public String storageKey() {
		return "wegrant." + this.miniProgram.appid();
	}

	/**
	 * Returns the tokens that are stored.
	 * @return the tokens
	 */
	public Tokens tokens() {
		return tokens(storageKey());
	}

	/**
	 * Returns the tokens that are stored somewhere else than usual.
	 * @param key where
	 * @return the tokens
	 */
	public Tokens tokens(String key) {
		JsonNode stored = this.storage.value(key).orElseThrow();
		return new Tokens(stored.required("accessToken").asString(), stored.required("refreshToken").asString());
	}

	/**
	 * Counts how often {@code wx.login} was called.
	 * @return the number
	 */
	public int logins() {
		return this.logins;
	}

	/**
	 * Counts how often {@code wx.requestVirtualPayment} was called.
	 * @return the number
	 */
	public int payments() {
		return this.payments;
	}

	/**
	 * Has every payment fail.
	 * @param errCode WeChat's code
	 */
	public void failPaymentsWith(int errCode) {
		this.failureOfPayments = OptionalInt.of(errCode);
	}

	/**
	 * Lets payments be made, and nobody be told.
	 */
	public void ignorePayments() {
		this.ignoresPayments = true;
	}

	/**
	 * Lets {@code wx.login} fail, as it does without a connection to WeChat.
	 * @param times how often
	 */
	public void failLogins(int times) {
		this.loginsToFail = times;
	}

	/**
	 * Has {@code wx.login} call nothing back.
	 * @param times how often from now on
	 */
	public void ignoreLogins(int times) {
		this.loginsToIgnore = times;
	}

	/**
	 * Has {@code wx.login} give something in place of a code.
	 * @param code what
	 */
	public void makeUpCode(String code) {
		this.madeUpCode = Optional.of(code);
	}

	/**
	 * Changes what a function of WeChat gives at once.
	 * @param name the function's name
	 * @param script what it gives, in JavaScript
	 */
	public void give(String name, String script) {
		this.wx.put(name, (ProxyExecutable) (arguments) -> this.context.eval("js", "(" + script + ")"));
	}

	/**
	 * Takes away functions that WeChat learnt later.
	 * @param names the names
	 */
	public void forget(String... names) {
		this.wx.keySet().removeAll(Set.of(names));
	}

	/**
	 * Puts a file there that the mini-program can read. One that is not there is read for
	 * ever.
	 * @param path the path
	 * @param content what is in it
	 */
	public void store(String path, String content) {
		this.files.put(path, content);
	}

	/**
	 * Returns the states that the library has told of.
	 * @return the states in their order
	 */
	public List<String> states() {
		return this.states;
	}

	/**
	 * Returns what was shown for a moment, and the pages that the mini-program was
	 * launched anew with.
	 * @return the texts and the paths
	 */
	public List<String> toasts() {
		return this.toasts;
	}

	/**
	 * Returns the time on the phone.
	 * @return since the epoch
	 */
	public Duration time() {
		return Duration.ofMillis(this.loop.now());
	}

	/**
	 * Puts the phone's clock on or back.
	 * @param change by how much
	 */
	public void adjustClock(Duration change) {
		this.loop.adjust(change);
	}

	/**
	 * Counts the timers that are set.
	 * @return the number
	 */
	public int timers() {
		return this.loop.timers();
	}

	/**
	 * Ends the mini-program, of which nothing happens any more.
	 */
	public void end() {
		this.loop.dropTimers();
	}

	public void runUntil(BooleanSupplier condition) {
		this.loop.runUntil(condition);
	}

	/**
	 * Lets everything arrive that is under way.
	 */
	public void runUntilQuiet() {
		this.loop.runUntilQuiet();
	}

	@Override
	public void close() {
		this.context.close();
	}

	private ProxyExecutable constant(Object value) {
		return (arguments) -> this.json.of(value);
	}

	private ProxyExecutable setTimeout() {
		return (arguments) -> this.loop.later(Math.round(arguments[1].asDouble()), arguments[0]::executeVoid);
	}

	private ProxyExecutable clearTimeout() {
		return (arguments) -> {
			this.loop.never(arguments[0].asLong());
			return null;
		};
	}

	private ProxyExecutable readFile() {
		return (arguments) -> {
			Value options = arguments[0];
			String content = this.files.get(options.getMember("filePath").asString());
			if (content != null) {
				this.loop.soon(() -> options.invokeMember("success", this.json.of(Map.of("data", content))));
			}
			return null;
		};
	}

	private void pay(Value options) {
		this.payments++;
		int errCode = this.failureOfPayments
			.orElseGet(() -> this.miniProgram.pay(this.person, this.json.tree(options)));
		if (this.ignoresPayments) {
			return;
		}
		Map<String, Object> result = Map.of("errCode", errCode, "errMsg", "requestVirtualPayment");
		this.loop.soon(() -> options.invokeMember((errCode == 0) ? "success" : "fail", this.json.of(result)));
	}

	private void logIn(Value options) {
		this.logins++;
		if (this.logins <= this.loginsToFail) {
			this.loop.soon(() -> options.invokeMember("fail", this.json.of(Map.of("errMsg", "login:fail"))));
			return;
		}
		if (this.loginsToIgnore > 0) {
			this.loginsToIgnore--;
			return;
		}
		String code = this.madeUpCode.orElseGet(() -> this.miniProgram.code(this.person));
		this.loop.soon(() -> options.invokeMember("success", this.json.of(Map.of("code", code))));
	}

}
