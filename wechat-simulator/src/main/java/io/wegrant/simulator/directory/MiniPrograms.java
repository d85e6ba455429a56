package io.wegrant.simulator.directory;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The registered mini-programs.
 */
public final class MiniPrograms {

	private final Map<String, MiniProgram> byAppid = new ConcurrentHashMap<>();

	/**
	 * Creates the registry.
	 * @param registered the mini-programs known from the start
	 */
	public MiniPrograms(Collection<MiniProgram> registered) {
		registered.forEach(this::register);
	}

	/**
	 * Adds a mini-program, or replaces the one with the same appid.
	 * @param miniProgram the mini-program
	 */
	public void register(MiniProgram miniProgram) {
		this.byAppid.put(miniProgram.appid(), miniProgram);
	}

	/**
	 * Looks a mini-program up.
	 * @param appid the appid
	 * @return the mini-program, or empty when none has that appid
	 */
	public Optional<MiniProgram> find(String appid) {
		return Optional.ofNullable(this.byAppid.get(appid));
	}

	/**
	 * Returns a mini-program that must exist.
	 * @param appid the appid
	 * @return the mini-program
	 * @throws UnknownMiniProgramException when none has that appid
	 */
	public MiniProgram require(String appid) {
		return find(appid).orElseThrow(() -> new UnknownMiniProgramException(appid));
	}

	/**
	 * Lists the mini-programs.
	 * @return all of them, by appid
	 */
	public List<MiniProgram> all() {
		return this.byAppid.values().stream().sorted(Comparator.comparing(MiniProgram::appid)).toList();
	}

}
