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

	Stage() {
		this.folder = Folders.create("stage-");
		this.wechat = new Simulator(this.folder, this.secrets);
		this.provider = Provider.alone(this.folder, this.wechat, this.secrets);
		this.demoService = DemoService.of(this.provider, this.folder);
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
		return new JavaProcess(name, Jar.PROVIDER, this.folder, arguments,
				() -> Folders.read(log).contains("Started WegrantServerApplication"));
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
	}

	@Override
	public void close() {
		processes().forEach(JavaProcess::kill);
	}

	private Stream<JavaProcess> processes() {
		return Stream.of(this.provider.process(), this.demoService.process(), this.wechat.process());
	}

}
