package io.wegrant.demo.goods;

import java.util.List;

/**
 * One page of the goods that a search found.
 *
 * @param items the goods on this page, by their numbers
 * @param page the number of this page, from 0
 * @param size how many goods a page holds at most
 * @param total how many goods were found on all pages
 */
record GoodsPage(List<Good> items, int page, int size, long total) {

}
