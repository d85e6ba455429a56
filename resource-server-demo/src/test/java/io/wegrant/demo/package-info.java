/**
 * What the tests of the demo service share.
 */
@NullMarked
package io.wegrant.demo;

import org.jspecify.annotations.NullMarked;
