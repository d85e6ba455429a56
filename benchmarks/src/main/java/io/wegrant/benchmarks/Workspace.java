package io.wegrant.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A folder of its own for one benchmark, and all that must not outlive it. However the
 * program ends, its processes end first and the folder goes after them, unless a failure
 * is to be looked into.
 */
final class Workspace {

	private final Path folder;

	private final Deque<Runnable> endings = new ArrayDeque<>();

	private boolean kept;

	private boolean closed;

	private Workspace(Path folder) {
		this.folder = folder;
	}

	static Workspace create() throws IOException {
		Workspace workspace = new Workspace(Files.createTempDirectory("wegrant-benchmark-"));
		Runtime.getRuntime().addShutdownHook(new Thread(workspace::close));
		return workspace;
	}

	Path folder() {
		return this.folder;
	}

	/**
	 * Returns what each Java process is told, the same for all of them. The threads of
	 * the JIT compilers stay, so that their processor time can be read.
	 * @return options of the Java runtime
	 */
	List<String> flags() {
		return List.of("-Xmx512m", "-XX:-UseDynamicNumberOfCompilerThreads", "-Djava.awt.headless=true",
				"-Djava.io.tmpdir=" + this.folder);
	}

	/**
	 * Starts something, unless all is over.
	 * @param start what to start
	 * @param ending what ends it
	 */
	synchronized void start(Runnable start, Runnable ending) {
		if (this.closed) {
			throw new IllegalStateException("The benchmark has ended");
		}
		this.endings.push(ending);
		start.run();
	}

	/**
	 * Keeps the folder with its logs.
	 */
	synchronized void keep() {
		this.kept = true;
	}

	private synchronized void close() {
		this.closed = true;
		this.endings.forEach(Runnable::run);
		if (!this.kept) {
			delete();
		}
	}

	private void delete() {
		try {
			Files.walkFileTree(this.folder, new SimpleFileVisitor<>() {

				@Override
				public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
					Files.deleteIfExists(file);
					return FileVisitResult.CONTINUE;
				}

				@Override
				public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
					if (failure instanceof NoSuchFileException) {
						return FileVisitResult.CONTINUE;
					}
					throw failure;
				}

				@Override
				public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
						throws IOException {
					Files.deleteIfExists(directory);
					return FileVisitResult.CONTINUE;
				}

			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
