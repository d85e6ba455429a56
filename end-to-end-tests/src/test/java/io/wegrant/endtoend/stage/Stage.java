package io.wegrant.endtoend.stage;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The applications, running together on free ports, with data and logs in a new folder
 * below {@code target}.
 */
public final class Stage implements AutoCloseable {

	private final AtomicInteger newcomers = new AtomicInteger();

	private final Path folder;

	private final Secrets secrets = new Secrets();

	private final Simulator wechat;

	private final Provider provider;

	private final DemoService demoService;

	private final DemoService gateway;

	private final Map<String, String> systemProperties;

	Stage() {
		this(Map.of());
	}

	private Stage(Map<String, String> systemProperties) {
		this.folder = Folders.create("stage-");
		this.wechat = new Simulator(this.folder, this.secrets);
		this.provider = Provider.alone(this.folder, this.wechat, this.secrets);
		this.demoService = DemoService.of(this.provider, this.folder);
		this.gateway = DemoService.throughGateway(this.demoService, this.provider, this.folder);
		Provider.tell(this.demoService.baseUrl(), this.folder);
		this.systemProperties = Map.copyOf(systemProperties);
		processes().forEach(this::configure);
	}

	/**
	 * Starts all applications on Java runtimes that are set up in another way.
	 * @param systemProperties the system properties that are not as usual
	 * @return the stage, to be closed
	 */
	public static Stage with(Map<String, String> systemProperties) {
		Stage stage = new Stage(systemProperties);
		try {
			stage.restore();
			return stage;
		}
		catch (RuntimeException ex) {
			stage.close();
			throw ex;
		}
	}

	public Simulator wechat() {
		return this.wechat;
	}

	public Provider provider() {
		return this.provider;
	}

	public DemoService demoService() {
		return this.demoService;
	}

	/**
	 * Returns the same service behind a gateway, which is started if it is not running.
	 * @return the service as it is reached through the gateway
	 */
	public DemoService gateway() {
		if (!this.gateway.process().isRunning()) {
			this.gateway.process().start();
		}
		return this.gateway;
	}

	public Secrets secrets() {
		return this.secrets;
	}

	/**
	 * Returns a mini-program of the Open Platform account {@code demo}.
	 * @return the mini-program
	 */
	public MiniProgram miniProgram() {
		return new MiniProgram("wx1234567890abcdef", this.wechat, this.provider);
	}

	/**
	 * Returns the other mini-program of the same Open Platform account.
	 * @return the mini-program
	 */
	public MiniProgram sisterMiniProgram() {
		return new MiniProgram("wxfedcba0987654321", this.wechat, this.provider);
	}

	/**
	 * Returns somebody who never logged in before.
	 * @return the name
	 */
	public String newcomer() {
		return "newcomer-" + this.newcomers.incrementAndGet();
	}

	/**
	 * Prepares another provider, which takes its settings from nowhere but here.
	 * @param name a name for its log
	 * @param arguments its command line
	 * @return the provider, not started
	 */
	public JavaProcess anotherProvider(String name, List<String> arguments) {
		Path log = this.folder.resolve(name + ".log");
		JavaProcess another = new JavaProcess(name, Jar.PROVIDER, this.folder, arguments,
				() -> Folders.read(log).contains("Started WegrantServerApplication"));
		configure(another);
		return another;
	}

	/**
	 * Returns where the provider has its data.
	 * @return the folder
	 */
	public Path folder() {
		return this.folder;
	}

	/**
	 * Reads all that the applications have logged.
	 * @return the logs by file name
	 */
	public Map<String, String> logs() {
		return Folders.logs(this.folder);
	}

	void restore() {
		List<JavaProcess> missing = processes().filter((process) -> !process.isRunning()).toList();
		missing.forEach(JavaProcess::launch);
		missing.forEach(JavaProcess::awaitReady);
		this.wechat.behave();
		this.wechat.pushTo(this.provider.issuer());
	}

	@Override
	public void close() {
		this.gateway.process().kill();
		processes().forEach(JavaProcess::kill);
	}

	private void configure(JavaProcess process) {
		this.systemProperties.forEach(process::setSystemProperty);
	}

	private Stream<JavaProcess> processes() {
		return Stream.of(this.provider.process(), this.demoService.process(), this.wechat.process());
	}

}
