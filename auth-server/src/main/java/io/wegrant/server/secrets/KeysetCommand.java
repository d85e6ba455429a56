package io.wegrant.server.secrets;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What an operator does with a keyset document on the command line. A document is read
 * from the standard input and printed to the standard output, so that it never is where
 * the operator did not put it.
 */
public enum KeysetCommand {

	/** Prints a new keyset. */
	GENERATE("generate-keyset"),

	/** Begins a rotation. */
	ADD("add-keyset-keys"),

	/** Goes on with a rotation, once all nodes have what the first step printed. */
	PROMOTE("promote-keyset-keys"),

	/** Ends a rotation, once nothing is left that the old keys wrote. */
	REMOVE("remove-old-keyset-keys");

	private final String argument;

	KeysetCommand(String argument) {
		this.argument = argument;
	}

	/**
	 * Finds the command of a command line.
	 * @param args the arguments
	 * @return the command, if its name is the only argument
	 */
	public static Optional<KeysetCommand> of(String... args) {
		return Arrays.stream(values())
			.filter((command) -> args.length == 1 && command.argument.equals(args[0]))
			.findFirst();
	}

	/**
	 * Runs the command.
	 * @param in where the present document is read
	 * @param out where the new document is printed
	 * @param errors where is printed what is wrong with the present one
	 * @return the exit status, 0 if a document was printed
	 */
	public int run(InputStream in, PrintStream out, PrintStream errors) {
		try {
			out.println(document(in));
			return 0;
		}
		catch (InvalidKeysetException ex) {
			errors.println(ex.getMessage());
		}
		catch (IOException ex) {
			errors.println("The master keyset cannot be read: " + ex.getMessage());
		}
		return 1;
	}

	private String document(InputStream in) throws IOException {
		return switch (this) {
			case GENERATE -> MasterKeyset.generate();
			case ADD -> MasterKeyset.rotate(read(in), KeysetRotationStep.ADD);
			case PROMOTE -> MasterKeyset.rotate(read(in), KeysetRotationStep.PROMOTE);
			case REMOVE -> MasterKeyset.rotate(read(in), KeysetRotationStep.REMOVE);
		};
	}

	private static String read(InputStream in) throws IOException {
		return new String(in.readAllBytes(), StandardCharsets.UTF_8);
	}

}
