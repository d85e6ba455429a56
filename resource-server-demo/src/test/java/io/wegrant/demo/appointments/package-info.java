/**
 * Tests of the appointments. They run the whole service, on each database.
 */
@NullMarked
package io.wegrant.demo.appointments;

import org.jspecify.annotations.NullMarked;
