package io.wegrant.server;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The Markdown documents of the repository.
 */
final class Documents {

	/** The folder of the repository. */
	static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final Set<String> NOT_OURS = Set.of("target", "node_modules", "data");

	private Documents() {
	}

	static List<Path> all() throws IOException {
		List<Path> documents = new ArrayList<>();
		Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
				String name = folder.getFileName().toString();
				boolean ours = folder.equals(ROOT) || !(name.startsWith(".") || NOT_OURS.contains(name));
				return ours ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
			}

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
				if (file.toString().endsWith(".md")) {
					documents.add(file);
				}
				return FileVisitResult.CONTINUE;
			}

		});
		return documents;
	}

	/** The text with plain line ends, whatever the system of the checkout. */
	static String text(Path document) throws IOException {
		return Files.readString(document).replace("\r\n", "\n");
	}

	static String name(Path document) {
		return ROOT.relativize(document).toString();
	}

}
