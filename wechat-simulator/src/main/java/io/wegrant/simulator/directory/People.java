package io.wegrant.simulator.directory;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The people who use the mini-programs. A name that was not heard before is a new person,
 * and everything about a person follows from the name, so that it is the same after a
 * restart.
 */
public final class People {

	// 28 characters, as in every sample: the letter and 27 characters of 6 bits each.
	private static final int HASHED_CHARACTERS = 27;

	private static final BigInteger DERIVED_NUMBERS = BigInteger.TEN.pow(9);

	private final Map<String, Person> byName = new ConcurrentHashMap<>();

	/**
	 * Creates the directory.
	 * @param known the people known from the start
	 */
	public People(Collection<Person> known) {
		known.forEach(this::register);
	}

	/**
	 * Adds a person, or replaces the one with the same name.
	 * @param person the person
	 */
	public void register(Person person) {
		this.byName.put(person.name(), person);
	}

	/**
	 * Returns the person with a name, who is created on first use.
	 * @param name the name
	 * @return the person
	 */
	public Person named(String name) {
		return this.byName.computeIfAbsent(name, (key) -> new Person(key, Person.CHINA, derivedNumber(key)));
	}

	/**
	 * Lists the people heard of so far.
	 * @return all of them, by name
	 */
	public List<Person> all() {
		return this.byName.values().stream().sorted(Comparator.comparing(Person::name)).toList();
	}

	/**
	 * Returns the identifier of a person in one mini-program.
	 * @param appid the appid of the mini-program
	 * @param name the name of the person
	 * @return the openid
	 */
	public String openid(String appid, String name) {
		return identifier("openid", appid, name);
	}

	/**
	 * Looks up the person whom a mini-program knows by an identifier.
	 * @param appid the appid of the mini-program
	 * @param openid the identifier
	 * @return the person, or empty when nobody heard of so far has it
	 */
	public Optional<Person> byOpenid(String appid, String openid) {
		return this.byName.values()
			.stream()
			.filter((person) -> openid(appid, person.name()).equals(openid))
			.findFirst();
	}

	/**
	 * Returns the identifier that a person has in all mini-programs of one Open Platform
	 * account.
	 * @param miniProgram one of the mini-programs
	 * @param name the name of the person
	 * @return the unionid, or empty when the mini-program is bound to no account
	 */
	public Optional<String> unionid(MiniProgram miniProgram, String name) {
		return Optional.ofNullable(miniProgram.openPlatform()).map((account) -> identifier("unionid", account, name));
	}

	private static String identifier(String kind, String scope, String name) {
		byte[] hash = sha256(kind + "\n" + scope + "\n" + name);
		return "o" + Base64.getUrlEncoder().encodeToString(hash).substring(0, HASHED_CHARACTERS);
	}

	// No Chinese mobile number starts with 10, so a derived one is nobody's.
	private static String derivedNumber(String name) {
		BigInteger number = new BigInteger(1, sha256("phone\n" + name)).mod(DERIVED_NUMBERS);
		return String.format(Locale.ROOT, "10%09d", number);
	}

	private static byte[] sha256(String text) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
