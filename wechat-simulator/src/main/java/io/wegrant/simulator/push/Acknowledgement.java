package io.wegrant.simulator.push;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells which answers to a push of virtual payment WeChat takes for success.
 */
final class Acknowledgement {

	private static final JsonMapper JSON = JsonMapper.shared();

	private Acknowledgement() {
	}

	/**
	 * Judges an answer.
	 * @param answer the answer
	 * @param format the format of the push, which the answer must have too
	 * @param encrypted whether the push was encrypted; only an empty answer and
	 * {@code success} may then be in clear
	 * @return whether WeChat sends the push no more
	 */
	static boolean isGiven(PushAnswer answer, String format, boolean encrypted) {
		if (answer.status() != 200) {
			return false;
		}
		if (answer.body().isEmpty() || answer.body().equals("success")) {
			return true;
		}
		if (encrypted != answer.encrypted()) {
			return false;
		}
		return format.equals("xml") ? isZeroInXml(answer.body()) : isZeroInJson(answer.body());
	}

	private static boolean isZeroInXml(String body) {
		return XmlMembers.read(body).filter((members) -> "0".equals(members.get("ErrCode"))).isPresent();
	}

	private static boolean isZeroInJson(String body) {
		try {
			JsonNode errCode = JSON.readTree(body).path("ErrCode");
			return errCode.isIntegralNumber() && errCode.asLong() == 0;
		}
		catch (JacksonException ex) {
			return false;
		}
	}

}
