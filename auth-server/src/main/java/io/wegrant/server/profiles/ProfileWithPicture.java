package io.wegrant.server.profiles;

import java.time.Instant;
import java.util.Optional;

/**
 * How a user presents themselves.
 *
 * @param profile what the user says
 * @param picture the name of the picture, if there is one
 * @param updatedAt when either was last changed, if ever
 */
public record ProfileWithPicture(Profile profile, Optional<String> picture, Optional<Instant> updatedAt) {

}
