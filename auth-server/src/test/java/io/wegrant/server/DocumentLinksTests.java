package io.wegrant.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Follows the links from document to document: each leads to a file of the repository,
 * and to a heading in it.
 */
class DocumentLinksTests {

	private static final Pattern LINK = Pattern.compile("](?:\\(|:\\s+)([^)\\s]+)");

	private static final Pattern HEADING = Pattern.compile("#{1,6} +(.+?)[ #]*");

	@Test
	void followWhenLinkIsRelativeThenFileAndHeadingExist() throws IOException {
		List<String> broken = new ArrayList<>();
		int followed = 0;
		for (Path document : Documents.all()) {
			for (URI link : links(document)) {
				followed++;
				if (!leads(document, link)) {
					broken.add(Documents.name(document) + ": " + link);
				}
			}
		}

		assertThat(broken).isEmpty();
		assertThat(followed).isGreaterThan(100);
	}

	@ParameterizedTest
	@CsvSource({ "Back up and restore, back-up-and-restore", "`wegrant.clients`, wegrantclients",
			"The wechat_code grant, the-wechat_code-grant", "A client's secret, a-clients-secret",
			"'Java 17, and *25*', java-17-and-25", "See [the feed](revocation.md), see-the-feed", "更多文档（英文）, 更多文档英文" })
	void anchorWhenHeadingIsGivenThenAsPlatformsSpellIt(String heading, String anchor) {
		assertThat(anchor(heading)).isEqualTo(anchor);
	}

	private static List<URI> links(Path document) throws IOException {
		String text = String.join("\n", prose(document)).replaceAll("`[^`\n]*`", "");
		return LINK.matcher(text)
			.results()
			.map((MatchResult link) -> URI.create(link.group(1)))
			.filter((link) -> link.getScheme() == null)
			.toList();
	}

	private static boolean leads(Path document, URI link) throws IOException {
		String path = link.getPath();
		Path target = path.isEmpty() ? document : document.resolveSibling(path).normalize();
		if (path.startsWith("/") || !target.startsWith(Documents.ROOT) || Files.notExists(target)) {
			return false;
		}
		return link.getFragment() == null || anchors(target).contains(link.getFragment());
	}

	private static Set<String> anchors(Path document) throws IOException {
		Set<String> anchors = new HashSet<>();
		Map<String, Integer> seen = new HashMap<>();
		for (String line : prose(document)) {
			Matcher heading = HEADING.matcher(line);
			if (heading.matches()) {
				String anchor = anchor(heading.group(1));
				int before = seen.merge(anchor, 1, Integer::sum) - 1;
				anchors.add((before == 0) ? anchor : anchor + "-" + before);
			}
		}
		return anchors;
	}

	private static String anchor(String heading) {
		return heading.replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
			.toLowerCase(Locale.ROOT)
			.replaceAll("[^\\p{L}\\p{M}\\p{N} _-]", "")
			.replace(' ', '-');
	}

	/** The lines outside of fenced code. */
	private static List<String> prose(Path document) throws IOException {
		List<String> prose = new ArrayList<>();
		boolean code = false;
		for (String line : Files.readAllLines(document)) {
			boolean fence = line.strip().startsWith("```");
			code ^= fence;
			if (!code && !fence) {
				prose.add(line);
			}
		}
		return prose;
	}

}
