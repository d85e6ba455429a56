/**
 * The goods of the shop, to be searched, filtered and read page by page. Whoever reads
 * them needs the scope {@code goods.read}.
 */
@NullMarked
package io.wegrant.demo.goods;

import org.jspecify.annotations.NullMarked;
