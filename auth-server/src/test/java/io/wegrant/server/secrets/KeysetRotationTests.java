package io.wegrant.server.secrets;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KeysetRotationTests {

	private final String original = print("generate-keyset", "");

	private final String added = print("add-keyset-keys", this.original);

	private final String promoted = print("promote-keyset-keys", this.added);

	private final String removed = print("remove-old-keyset-keys", this.promoted);

	@Test
	void addWhenDoneThenNewKeysReadAndOldOnesWrite() {
		MasterKeyset before = MasterKeyset.parse(this.original);
		MasterKeyset after = MasterKeyset.parse(this.added);

		assertThat(after.keys()).hasSize(4)
			.extracting(MasterKeyset.Key::primary)
			.containsExactly(true, false, true, false);
		assertThat(before.decrypt(after.encrypt("secret", "here"), "here")).isEqualTo("secret");
		assertThat(before.isAuthentic(after.authenticate(bytes("data")), bytes("data"))).isTrue();
		assertThat(after.isRotating()).isTrue();
		assertThat(before.isRotating()).isFalse();
	}

	@Test
	void promoteWhenDoneThenNewKeysWriteAndBothRead() {
		MasterKeyset before = MasterKeyset.parse(this.added);
		MasterKeyset after = MasterKeyset.parse(this.promoted);

		assertThat(after.keys()).extracting(MasterKeyset.Key::primary).containsExactly(false, true, false, true);
		for (List<MasterKeyset> pair : List.of(List.of(before, after), List.of(after, before))) {
			MasterKeyset writer = pair.get(0);
			MasterKeyset reader = pair.get(1);
			assertThat(reader.decrypt(writer.encrypt("secret", "here"), "here")).isEqualTo("secret");
			assertThat(reader.isAuthentic(writer.authenticate(bytes("data")), bytes("data"))).isTrue();
		}
		assertThat(after.encrypt("secret", "here").bytes()).startsWith(after.primaryPrefix());
		assertThat(before.encrypt("secret", "here").bytes()).startsWith(before.primaryPrefix());
		assertThat(before.primaryPrefix()).isNotEqualTo(after.primaryPrefix());
	}

	@Test
	void removeWhenDoneThenNewKeysAloneAreLeft() {
		MasterKeyset before = MasterKeyset.parse(this.promoted);
		MasterKeyset after = MasterKeyset.parse(this.removed);
		MasterKeyset old = MasterKeyset.parse(this.original);

		assertThat(after.keys()).hasSize(2).allMatch(MasterKeyset.Key::primary);
		assertThat(after.decrypt(before.encrypt("secret", "here"), "here")).isEqualTo("secret");
		assertThat(after.isAuthentic(old.authenticate(bytes("data")), bytes("data"))).isFalse();
		assertThat(after.isRotating()).isFalse();
	}

	@Test
	void stepWhenItIsNotTheNextThenRefusedWithItsReason() {
		assertThat(refuse("add-keyset-keys", this.added)).contains("has begun already");
		assertThat(refuse("promote-keyset-keys", this.original)).contains("no key that was added");
		assertThat(refuse("promote-keyset-keys", this.promoted)).contains("writes already");
		assertThat(refuse("remove-old-keyset-keys", this.original)).contains("one key of each kind");
		assertThat(refuse("remove-old-keyset-keys", this.added)).contains("does not write yet");
	}

	@Test
	void stepWhenDocumentIsTruncatedThenRefusedWithoutRepeatingIt() {
		String truncated = this.original.substring(0, this.original.length() / 2);

		assertThat(refuse("add-keyset-keys", truncated))
			.isEqualToIgnoringNewLines("The master keyset is not a JSON document");
		assertThat(KeysetCommand.of("add-keyset-keys", "more")).isEmpty();
		assertThat(KeysetCommand.of()).isEmpty();
	}

	private static String print(String command, String document) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		ByteArrayOutputStream errors = new ByteArrayOutputStream();
		int status = run(command, document, out, errors);
		assertThat(errors.size()).isZero();
		assertThat(status).isZero();
		return out.toString(StandardCharsets.UTF_8);
	}

	private static String refuse(String command, String document) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		ByteArrayOutputStream errors = new ByteArrayOutputStream();
		assertThat(run(command, document, out, errors)).isEqualTo(1);
		assertThat(out.size()).isZero();
		return errors.toString(StandardCharsets.UTF_8);
	}

	private static int run(String command, String document, ByteArrayOutputStream out, ByteArrayOutputStream errors) {
		return KeysetCommand.of(command)
			.orElseThrow()
			.run(new ByteArrayInputStream(bytes(document)), new PrintStream(out, true, StandardCharsets.UTF_8),
					new PrintStream(errors, true, StandardCharsets.UTF_8));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
