package io.wegrant.resourceserver;

import java.util.concurrent.ThreadFactory;

/**
 * Makes the threads that work in the background and do not keep the service alive.
 *
 * @param name the name of each thread
 */
record DaemonThreads(String name) implements ThreadFactory {

	@Override
	public Thread newThread(Runnable task) {
		Thread thread = new Thread(task, this.name);
		thread.setDaemon(true);
		// Not that of the request it may be started by, which the container would call a
		// leak.
		thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
		return thread;
	}

}
