/**
 * What may be a picture of a user: PNG, JPEG and WebP, told by their content, and no byte
 * that the picture does not need. No picture is decoded.
 */
@NamedInterface
@NullMarked
package io.wegrant.server.profiles.pictures;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
