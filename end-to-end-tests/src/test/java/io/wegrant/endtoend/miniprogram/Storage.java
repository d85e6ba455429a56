package io.wegrant.endtoend.miniprogram;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.graalvm.polyglot.proxy.ProxyExecutable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The storage of a mini-program. It holds copies, so what it gives is what was put in,
 * whatever became of that.
 */
public final class Storage {

	private final Map<String, String> values = new ConcurrentHashMap<>();

	private boolean broken;

	Storage() {
	}

	/**
	 * Makes every use of it fail from now on.
	 */
	public void breakDown() {
		this.broken = true;
	}

	/**
	 * Puts a value in place of what the mini-program has stored.
	 * @param key where
	 * @param json the value
	 */
	public void put(String key, String json) {
		this.values.put(key, json);
	}

	/**
	 * Returns what the mini-program has stored.
	 * @param key where
	 * @return the value
	 */
	public Optional<JsonNode> value(String key) {
		return Optional.ofNullable(this.values.get(key)).map(JsonMapper.shared()::readTree);
	}

	/**
	 * Returns all that is stored, as one text.
	 * @return the text
	 */
	public String text() {
		return this.values.toString();
	}

	void addTo(Map<String, Object> wx, Json json) {
		wx.put("setStorageSync", (ProxyExecutable) (arguments) -> {
			requireWorking();
			this.values.put(arguments[0].asString(), json.write(arguments[1]));
			return null;
		});
		wx.put("getStorageSync", (ProxyExecutable) (arguments) -> {
			requireWorking();
			String stored = this.values.get(arguments[0].asString());
			return (stored != null) ? json.read(stored) : "";
		});
		wx.put("removeStorageSync", (ProxyExecutable) (arguments) -> {
			requireWorking();
			this.values.remove(arguments[0].asString());
			return null;
		});
	}

	private void requireWorking() {
		if (this.broken) {
			throw new IllegalStateException("the storage is broken");
		}
	}

}
