package io.wegrant.endtoend.miniprogram;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of the mini-program.
 */
final class MiniProgramFolder {

	private static final Path ROOT = Path.of("..", "mini-program").toAbsolutePath().normalize();

	private MiniProgramFolder() {
	}

	static Path file(String path) {
		return ROOT.resolve(path);
	}

	static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static List<Path> filesEndingWith(String ending) {
		try (Stream<Path> files = Files.walk(ROOT)) {
			return files.filter((file) -> file.toString().endsWith(ending)).sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
