/**
 * Tests of the goods. They run the whole service.
 */
@NullMarked
package io.wegrant.demo.goods;

import org.jspecify.annotations.NullMarked;
